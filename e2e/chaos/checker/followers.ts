import type { HeardLine } from '../history/lines.ts';
import type { Findings } from './findings.ts';
import { Reading } from './reading.ts';
import type { Ledger } from './ledger.ts';

/** Judges a subscriber's own log: a gapless run from its start to the end, whatever connections broke in between. */
export async function judgeFollower(
  who: string,
  lines: AsyncIterable<HeardLine>,
  ledger: Ledger,
  findings: Findings,
): Promise<{ conversation?: string; connections: number; heard: number }> {
  let reading: Reading | undefined;
  let conversation: string | undefined;
  let [connections, heard] = [0, 0];
  for await (const line of lines) {
    if (line.did === 'begin') {
      conversation = line.conversation;
      reading = new Reading(who, ledger.messages.get(conversation) ?? new Map(), line.after, findings);
    }
    if (line.did === 'connect') connections += 1;
    // Kinds that are unknown here are not judged, and do no harm.
    if (line.did === 'other' && line.kind === 'Resync') findings.add('resync', who, `after ${heard} messages`);
    if (line.did !== 'heard') continue;
    heard += 1;
    if (line.of !== conversation) findings.add('foreign', who, `${line.nonce} of ${line.of}`);
    else reading?.take(line);
  }
  if (!reading) findings.add('too little', who, 'its log does not say where it begins');
  reading?.close();
  return { ...(conversation === undefined ? {} : { conversation }), connections, heard };
}
