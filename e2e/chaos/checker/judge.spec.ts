import { rmSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import type { HistoryFolder } from '../history/folder.ts';
import type { HeardLine, SendLine } from '../history/lines.ts';
import { below, pick } from '../random.ts';
import type { Rule } from './findings.ts';
import { judge } from './judge.ts';
import { MadeUpHistory } from './made-up-history.ts';

const SEEDS = [1, 2, 3, 4, 5];

let folder: HistoryFolder | undefined;
afterEach(() => {
  if (folder) rmSync(folder.path, { recursive: true });
  folder = undefined;
});

async function rulesOf(history: MadeUpHistory): Promise<Rule[]> {
  folder = await history.write();
  return [...(await judge(folder)).findings.counts.keys()];
}

test.each(SEEDS)('a right history has no findings, whatever kinds of events stand in it (seed %i)', async (seed) => {
  const history = new MadeUpHistory(seed);
  folder = await history.write();
  const { findings, counts } = await judge(folder);
  expect(findings.words).toEqual([]);
  expect(counts.ok).toBeGreaterThan(100);
  for (const some of [counts.unknown, counts.fail, counts.stored - counts.ok, counts.heard])
    expect(some).toBeGreaterThan(0);
});

/** A conversation of this history, some send of it that was acknowledged, and somebody's log of it. */
function some(history: MadeUpHistory, state: 'ok' | 'fail' = 'ok') {
  const lines = [...history.writers.values()].flat().filter(({ did }) => did === state);
  const line = pick(history.random, lines);
  const { conversation, nonce } = line;
  const log = history.followers.get(`early-${conversation}`) as HeardLine[];
  const heard = log.flatMap((entry, index) => (entry.did === 'heard' ? [index] : []));
  const list = history.lists.get(`l-${conversation}`) ?? [];
  return { line, conversation, nonce, log, heard, list };
}

/** A place in a list with another one behind it. */
const inside = (history: MadeUpHistory, list: readonly unknown[]): number => 1 + below(history.random, list.length - 3);

function swap(list: unknown[], one: number, other: number): void {
  [list[one], list[other]] = [list[other], list[one]];
}

const SPOILED: [string, Rule, (history: MadeUpHistory) => void][] = [
  [
    'an acknowledged message that Postgres does not have',
    'lost',
    (history) => {
      const { conversation, nonce } = some(history);
      history.stored = history.stored.filter((line) => line.nonce !== nonce);
      let seq = 0;
      for (const line of history.stored) if (line.conversation === conversation) line.seq = seq += 1;
    },
  ],
  [
    'a message that Postgres has twice',
    'doubled',
    (history) => {
      const { conversation, nonce } = some(history);
      const seq = history.stored.filter((line) => line.conversation === conversation).length + 1;
      history.stored.push({ conversation, seq, kind: 'MESSAGE_SENT', id: 'msg_again', nonce });
    },
  ],
  [
    'an unknown send that Postgres has twice',
    'doubled',
    (history) => {
      const stored = new Set(history.stored.map(({ nonce }) => nonce));
      const acknowledged = new Set(
        [...history.writers.values()].flat().flatMap((l) => (l.did === 'ok' ? [l.nonce] : [])),
      );
      const lines = [...history.writers.values()].flat();
      const open = lines.find(({ nonce }) => stored.has(nonce) && !acknowledged.has(nonce)) as SendLine;
      const { conversation, nonce } = open;
      const seq = history.stored.filter((line) => line.conversation === conversation).length + 1;
      history.stored.push({ conversation, seq, kind: 'MESSAGE_SENT', id: 'msg_again', nonce });
    },
  ],
  [
    'two answers for one nonce',
    'doubled',
    (history) => {
      const { line } = some(history);
      const lines = [...history.writers.values()].find((log) => log.includes(line));
      lines?.push(
        { ...line, did: 'invoke', at: line.at + 1 },
        { ...line, did: 'ok', seq: 9_999, id: 'msg_other', at: line.at + 2 },
      );
    },
  ],
  [
    'two messages that stand the wrong way round in Postgres',
    'out of order',
    (history) => {
      const { conversation } = some(history);
      const own = history.stored.filter((line) => line.conversation === conversation && line.nonce !== null);
      const acknowledged = new Set(
        [...history.writers.values()].flat().flatMap((l) => (l.did === 'ok' ? [l.nonce] : [])),
      );
      const [one, other] = own.filter(({ nonce }) => acknowledged.has(nonce ?? '')).slice(-2);
      if (one && other) [one.nonce, one.id, other.nonce, other.id] = [other.nonce, other.id, one.nonce, one.id];
    },
  ],
  [
    'a refused message that is there',
    'refused but stored',
    (history) => {
      const { conversation, nonce } = some(history, 'fail');
      const seq = history.stored.filter((line) => line.conversation === conversation).length + 1;
      history.stored.push({ conversation, seq, kind: 'MESSAGE_SENT', id: 'msg_refused', nonce });
    },
  ],
  [
    'a message that nobody sent',
    'from nowhere',
    (history) => {
      const seq = history.stored.filter((line) => line.conversation === 'cnv_a').length + 1;
      history.stored.push({ conversation: 'cnv_a', seq, kind: 'MESSAGE_SENT', id: 'msg_stranger', nonce: 'nobody.1' });
    },
  ],
  [
    'a log with a hole in its seqs',
    'hole',
    (history) => {
      const own = history.stored.filter(({ conversation }) => conversation === 'cnv_b');
      for (const line of own.slice(10)) line.seq += 1;
    },
  ],
  ['a list without a message', 'gap', (history) => void some(history).list.splice(5, 1)],
  ['a list without its end', 'lost tail', (history) => void some(history).list.pop()],
  ['a list that nobody read', 'too little', (history) => void history.lists.delete('l-cnv_a')],
  [
    'a list that says a message twice',
    'doubled',
    (history) => {
      const { list } = some(history);
      const at = inside(history, list);
      list.splice(at, 0, { ...(list[at] as (typeof list)[number]) });
    },
  ],
  [
    'a list with two messages swapped',
    'out of order',
    (history) => {
      const { list } = some(history);
      const at = inside(history, list);
      swap(list, at, at + 1);
    },
  ],
  [
    'a subscriber’s log that passes over a message',
    'gap',
    (history) => {
      const { log, heard } = some(history);
      log.splice(heard[inside(history, heard)] as number, 1);
    },
  ],
  [
    'a subscriber’s log that passes over its first message',
    'gap',
    (history) => {
      const { log, heard } = some(history);
      log.splice(heard[0] as number, 1);
    },
  ],
  [
    'a subscriber’s log without its tail',
    'lost tail',
    (history) => {
      const { log, heard } = some(history);
      log.splice(heard.at(-1) as number, 1);
    },
  ],
  [
    'a subscriber’s log that says a message twice, once behind a break',
    'doubled',
    (history) => {
      const { log, heard } = some(history);
      const line = log[heard[inside(history, heard)] as number] as HeardLine;
      log.push({ at: 1e6, did: 'break', why: 'closed' }, { at: 1e6, did: 'connect' }, { ...line, at: 1e6 });
    },
  ],
  [
    'a subscriber’s log with two messages swapped',
    'out of order',
    (history) => {
      const { log, heard } = some(history);
      const at = inside(history, heard);
      swap(log, heard[at] as number, heard[at + 1] as number);
    },
  ],
  [
    'an event of a foreign conversation',
    'foreign',
    (history) => {
      const { log } = some(history);
      log.push({ at: 1e6, did: 'heard', of: 'cnv_elsewhere', seq: 1, id: 'msg_x', nonce: 'x.1' });
    },
  ],
  [
    'another message at a subscriber’s place',
    'differs',
    (history) => {
      const { log, heard } = some(history);
      const line = log[heard[inside(history, heard)] as number] as HeardLine & { did: 'heard' };
      line.nonce = 'w0.other';
    },
  ],
  [
    'a subscriber who was told to read anew',
    'resync',
    (history) => void some(history).log.push({ at: 1e6, did: 'other', kind: 'Resync' }),
  ],
  [
    'a conversation that nobody followed',
    'too little',
    (history) => {
      history.followers.delete('early-cnv_c');
      history.followers.delete('late-cnv_c');
    },
  ],
  ['fewer messages than were wanted', 'too little', (history) => void (history.facts.wanted.acknowledged = 100_000)],
  ['fewer faults than were wanted', 'too little', (history) => void (history.facts.wanted.faults = 2)],
  ['facts that stayed in the outbox', 'unpublished', (history) => void (history.facts.unpublished = 3)],
  [
    'four seconds without an answer behind a kill of chat',
    'too slow',
    (history) => {
      for (const line of [...history.writers.values()].flat()) if (line.at > 100) line.at += 4_000;
      history.faults = [{ at: 100, over: 100, healed: 4_500, part: 'chat', kind: 'kill' }];
    },
  ],
  [
    'a gateway that takes eleven seconds to end',
    'too slow',
    (history) => {
      for (const line of [...history.writers.values()].flat()) if (line.at > 100) line.at += 11_000;
      history.faults = [{ at: 100, over: 11_000, healed: 11_500, part: 'gateway', kind: 'restart' }];
    },
  ],
  [
    'sends that wait until NATS is back',
    'needless part',
    (history) => {
      for (const line of [...history.writers.values()].flat()) if (line.at > 100) line.at += 2_500;
      history.faults = [{ at: 100, over: 2_500, healed: 2_600, part: 'nats', kind: 'away' }];
    },
  ],
];

test.each(SPOILED.flatMap(([what, rule, spoil]) => SEEDS.map((seed) => ({ what, rule, seed, spoil }))))(
  '$what is flagged as $rule (seed $seed)',
  async ({ rule, seed, spoil }) => {
    const history = new MadeUpHistory(seed);
    spoil(history);
    expect(await rulesOf(history)).toContain(rule);
  },
);
