import type { HistoryFolder } from '../history/folder.ts';
import type { FaultLine, RunFacts } from '../history/lines.ts';
import { Findings } from './findings.ts';
import { judgeFollower } from './followers.ts';
import { judgeOutages, type Outage } from './outages.ts';
import { Reading } from './reading.ts';
import { Ledger } from './ledger.ts';
import { Sends } from './sends.ts';

/** What the checker has to say of a run. */
export interface Verdict {
  facts: RunFacts;
  findings: Findings;
  outages: Outage[];
  counts: {
    ok: number;
    unknown: number;
    fail: number;
    stored: number;
    followers: number;
    connections: number;
    heard: number;
  };
}

/** Judges the raw logs of a run, and nothing else: the same folder gives the same verdict for ever. */
export async function judge(folder: HistoryFolder): Promise<Verdict> {
  const findings = new Findings();
  const facts = folder.facts();
  const sends = await readSends(folder, findings);
  const ledger = new Ledger(findings);
  for await (const line of folder.readStored()) ledger.take(line);
  ledger.compare(sends);
  await judgeLists(folder, facts, ledger, findings);
  const followed = await judgeFollowers(folder, facts, ledger, findings);
  const faults: FaultLine[] = [];
  for await (const line of folder.readFaults()) faults.push(line);
  const outages = judgeOutages(faults, sends, facts.slowness, findings);
  const stored = [...ledger.messages.values()].reduce((sum, messages) => sum + messages.size, 0);
  const counts = {
    ok: sends.count('ok'),
    unknown: sends.count('unknown'),
    fail: sends.count('fail'),
    stored,
    ...followed,
  };
  if (counts.ok < facts.wanted.acknowledged)
    findings.add('too little', 'the run', `${counts.ok} acknowledged, ${facts.wanted.acknowledged} were wanted`);
  if (faults.length < facts.wanted.faults)
    findings.add('too little', 'the run', `${faults.length} faults, ${facts.wanted.faults} were wanted`);
  if (facts.unpublished > 0) findings.add('unpublished', 'chat’s outbox', `${facts.unpublished} facts`);
  return { facts, findings, outages, counts };
}

async function readSends(folder: HistoryFolder, findings: Findings): Promise<Sends> {
  const sends = new Sends(findings);
  for (const client of folder.clients('writers')) for await (const line of folder.readWriter(client)) sends.take(line);
  sends.close();
  return sends;
}

/** Each list is what one fresh client was shown of one or more conversations, from their beginning. */
async function judgeLists(folder: HistoryFolder, facts: RunFacts, ledger: Ledger, findings: Findings): Promise<void> {
  const readings = new Map<string, Reading>();
  for (const client of folder.clients('lists'))
    for await (const line of folder.readList(client)) {
      const who = `${client}’s list of ${line.conversation}`;
      const messages = ledger.messages.get(line.conversation) ?? new Map();
      if (!readings.has(who)) readings.set(who, new Reading(who, messages, 0, findings));
      readings.get(who)?.take(line);
    }
  for (const reading of readings.values()) reading.close();
  for (const conversation of facts.conversations)
    if (ledger.messages.get(conversation) && ![...readings.keys()].some((who) => who.endsWith(conversation)))
      findings.add('too little', conversation, 'nobody has read its list');
}

async function judgeFollowers(folder: HistoryFolder, facts: RunFacts, ledger: Ledger, findings: Findings) {
  const clients = folder.clients('followers');
  const followed = new Set<string>();
  const sum = { followers: clients.length, connections: 0, heard: 0 };
  for (const client of clients) {
    const one = await judgeFollower(client, folder.readFollower(client), ledger, findings);
    if (one.conversation !== undefined) followed.add(one.conversation);
    sum.connections += one.connections;
    sum.heard += one.heard;
  }
  for (const conversation of facts.conversations)
    if (!followed.has(conversation)) findings.add('too little', conversation, 'nobody has followed it');
  return sum;
}
