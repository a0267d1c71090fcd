import type { StoredLine } from '../history/lines.ts';
import type { Findings } from './findings.ts';
import type { Sends } from './sends.ts';

/** A message at its place in the log. */
export interface Placed {
  seq: number;
  id: string;
  nonce: string;
}

/** The ledger: every conversation's log as Postgres holds it. What everybody else saw is held against it. */
export class Ledger {
  /** The messages of each conversation, by seq. */
  readonly messages = new Map<string, Map<number, Placed>>();
  private readonly heads = new Map<string, number>();
  private readonly places = new Map<string, number>();

  constructor(private readonly findings: Findings) {}

  /** Lines of one conversation come in the order of their seq. */
  take({ conversation, seq, kind, id, nonce }: StoredLine): void {
    const head = this.heads.get(conversation) ?? 0;
    if (seq !== head + 1) this.findings.add('hole', conversation, `${seq} follows ${head}`);
    this.heads.set(conversation, seq);
    if (kind !== 'MESSAGE_SENT') return;
    if (id === null) return this.findings.add('hole', conversation, `the message of ${seq} is not there`);
    // What Parley itself says carries no nonce of ours.
    if (nonce === null) return this.findings.add('from nowhere', conversation, `${seq} has no nonce`);
    const messages = this.messages.get(conversation) ?? new Map<number, Placed>();
    this.messages.set(conversation, messages.set(seq, { seq, id, nonce }));
    if (this.places.has(nonce)) this.findings.add('doubled', conversation, `${nonce} is stored twice`);
    this.places.set(nonce, seq);
  }

  /** Every *ok* once and where it was acknowledged, *fail* never, nothing that nobody sent. */
  compare(sends: Sends): void {
    for (const [nonce, { state, conversation, seq, id }] of sends.byNonce) {
      const stored = this.places.get(nonce);
      if (state === 'fail' && stored !== undefined)
        this.findings.add('refused but stored', conversation, `${nonce}, seq ${stored}`);
      if (state !== 'ok') continue;
      if (stored === undefined) this.findings.add('lost', conversation, `${nonce}, acknowledged as seq ${seq}`);
      else if (stored !== seq || this.messages.get(conversation)?.get(stored)?.id !== id)
        this.findings.add('differs', conversation, `${nonce}, acknowledged as seq ${seq}, is stored as seq ${stored}`);
    }
    for (const [conversation, messages] of this.messages)
      for (const { nonce, seq } of messages.values())
        if (sends.byNonce.get(nonce)?.conversation !== conversation)
          this.findings.add('from nowhere', conversation, `${nonce}, seq ${seq}`);
    for (const conversation of this.messages.keys()) this.checkOrder(conversation, sends);
  }

  /** What was acknowledged before another was begun stands before it. */
  private checkOrder(conversation: string, sends: Sends): void {
    const messages = [...(this.messages.get(conversation)?.values() ?? [])].sort((one, other) => other.seq - one.seq);
    let earliest = { acknowledged: Infinity, nonce: '' };
    for (const { nonce } of messages) {
      const send = sends.byNonce.get(nonce);
      if (!send) continue;
      if (earliest.acknowledged < send.begun)
        this.findings.add(
          'out of order',
          conversation,
          `${earliest.nonce} stands behind ${nonce}, which was begun later`,
        );
      if (send.acknowledged < earliest.acknowledged) earliest = { acknowledged: send.acknowledged, nonce };
    }
  }
}
