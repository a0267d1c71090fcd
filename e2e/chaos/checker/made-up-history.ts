import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistoryFolder } from '../history/folder.ts';
import type { FaultLine, HeardLine, ListedLine, RunFacts, SendLine, StoredLine } from '../history/lines.ts';
import { below, pick, randomOf, type Random } from '../random.ts';

const CONVERSATIONS = ['cnv_a', 'cnv_b', 'cnv_c'];

/** A whole history in memory, as a right one is; tests spoil it, and write it down for the checker. */
export class MadeUpHistory {
  readonly random: Random;
  readonly writers = new Map<string, SendLine[]>();
  readonly followers = new Map<string, HeardLine[]>();
  readonly lists = new Map<string, ListedLine[]>();
  stored: StoredLine[] = [];
  faults: FaultLine[] = [{ at: 100, over: 100, healed: 900, part: 'chat', kind: 'kill' }];
  readonly facts: RunFacts;

  constructor(seed: number, sends = 200) {
    this.random = randomOf(seed);
    const wanted = { faults: 1, acknowledged: 1 };
    this.facts = { seed, wanted, conversations: CONVERSATIONS, slowness: 1, unpublished: 0 };
    for (let number = 0, at = 0; number < sends; number += 1) at = this.send(number, at);
    for (const conversation of CONVERSATIONS) this.read(conversation);
  }

  /** Messages of one conversation as Postgres has them. */
  messagesOf(conversation: string): { seq: number; id: string; nonce: string }[] {
    return this.stored.flatMap((line) => {
      const { seq, id, nonce } = line;
      return line.conversation === conversation && id !== null && nonce !== null ? [{ seq, id, nonce }] : [];
    });
  }

  /** Writes it down. */
  async write(): Promise<HistoryFolder> {
    const folder = new HistoryFolder(mkdtempSync(join(tmpdir(), 'parley-history-')));
    const files = [
      ...[...this.writers].map(([client, lines]) => ({ file: folder.writer(client), lines })),
      ...[...this.followers].map(([client, lines]) => ({ file: folder.follower(client), lines })),
      ...[...this.lists].map(([client, lines]) => ({ file: folder.list(client), lines })),
      { file: folder.stored(), lines: this.stored },
      { file: folder.faults(), lines: this.faults },
    ];
    for (const { file, lines } of files) {
      for (const line of lines) (file as { append(line: object): void }).append(line);
      await file.close();
    }
    folder.keepFacts(this.facts);
    return folder;
  }

  /** One send with one or two tries; some are refused, some never settled, some stored without an answer. */
  private send(number: number, before: number): number {
    const client = `w${below(this.random, 3)}`;
    const conversation = pick(this.random, CONVERSATIONS);
    const nonce = `${client}.${number}`;
    const lines = this.writers.get(client) ?? [];
    this.writers.set(client, lines);
    const say = (line: Pick<SendLine, 'at'> & Record<string, unknown>) =>
      lines.push({ conversation, nonce, ...line } as unknown as SendLine);
    const fate = this.random();
    say({ at: before + 1, did: 'invoke' });
    if (fate < 0.05) say({ at: before + 2, did: 'fail', code: 'BAD_USER_INPUT' });
    else if (fate < 0.1) say({ at: before + 2, did: 'unknown', why: 'time-out' });
    else {
      // Some stand in the log without an answer at first, some by a second try.
      if (fate < 0.2) {
        say({ at: before + 2, did: 'unknown', why: 'UNAVAILABLE' });
        say({ at: before + 3, did: 'invoke' });
      }
      const { seq, id } = this.store(conversation, nonce);
      if (fate < 0.25) say({ at: before + 4, did: 'unknown', why: 'closed' });
      else say({ at: before + 4, did: 'ok', seq, id });
    }
    return before + 4;
  }

  private store(conversation: string, nonce: string): { seq: number; id: string } {
    // Now and then an event of a kind that nobody has heard of stands between.
    const head = () => this.stored.filter((line) => line.conversation === conversation).length;
    if (this.random() < 0.05)
      this.stored.push({ conversation, seq: head() + 1, kind: 'SOMETHING_NEW', id: null, nonce: null });
    const seq = head() + 1;
    const id = `msg_${conversation}_${seq}`;
    this.stored.push({ conversation, seq, kind: 'MESSAGE_SENT', id, nonce });
    return { seq, id };
  }

  /** A fresh client's list, one who followed from the start, one who came later and whose connection broke. */
  private read(conversation: string): void {
    const messages = this.messagesOf(conversation);
    this.lists.set(
      `l-${conversation}`,
      messages.map((message) => ({ conversation, ...message })),
    );
    for (const [name, after] of [
      ['early', 0],
      ['late', below(this.random, 20)],
    ] as const) {
      const heard = messages.filter(({ seq }) => seq > after);
      const lines = heard.flatMap((message, index): HeardLine[] => {
        const line: HeardLine = { at: index, did: 'heard', of: conversation, ...message };
        if (index % 17 === 5) return [{ at: index, did: 'other', kind: 'SomethingNew' }, line];
        return index % 23 === 7
          ? [{ at: index, did: 'break', why: 'closed' }, { at: index, did: 'connect' }, line]
          : [line];
      });
      const begin: HeardLine[] = [
        { at: 0, did: 'begin', conversation, after },
        { at: 0, did: 'connect' },
      ];
      this.followers.set(`${name}-${conversation}`, [...begin, ...lines]);
    }
  }
}
