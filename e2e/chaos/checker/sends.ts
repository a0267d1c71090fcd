import type { SendLine } from '../history/lines.ts';
import type { Findings } from './findings.ts';

/** What became of one send, all its tries together: one *ok* settles it, one *unknown* leaves it open. */
export interface Send {
  conversation: string;
  state: 'ok' | 'unknown' | 'fail';
  /** When it was tried first. */
  begun: number;
  /** When it was acknowledged first; Infinity when it was not. */
  acknowledged: number;
  /** As acknowledged. */
  seq?: number;
  id?: string;
}

/** All sends of a run, by nonce: every nonce is one client's and used for one message. */
export class Sends {
  readonly byNonce = new Map<string, Send>();
  /** When something was acknowledged, by and by. */
  readonly acknowledgements: { begun: number; at: number }[] = [];
  private readonly open = new Map<string, number>();

  constructor(private readonly findings: Findings) {}

  take(line: SendLine): void {
    const send = this.byNonce.get(line.nonce);
    if (line.did === 'invoke') {
      this.open.set(line.nonce, line.at);
      if (!send) this.byNonce.set(line.nonce, fresh(line));
      return;
    }
    if (!send) return this.findings.add('too little', line.nonce, 'an answer without a question');
    const begun = this.open.get(line.nonce) ?? line.at;
    this.open.delete(line.nonce);
    if (line.did === 'unknown' && send.state !== 'ok') send.state = 'unknown';
    if (line.did === 'ok') this.acknowledge(send, line, begun);
  }

  /** What is still under way when the run ends is unknown. Call when every line was taken. */
  close(): void {
    for (const nonce of this.open.keys()) {
      const send = this.byNonce.get(nonce);
      if (send?.state === 'fail') send.state = 'unknown';
    }
    this.acknowledgements.sort((one, other) => one.at - other.at);
  }

  count(state: Send['state']): number {
    let count = 0;
    for (const send of this.byNonce.values()) if (send.state === state) count += 1;
    return count;
  }

  private acknowledge(send: Send, line: SendLine & { did: 'ok' }, begun: number): void {
    this.acknowledgements.push({ begun, at: line.at });
    if (send.state === 'ok' && (send.seq !== line.seq || send.id !== line.id))
      this.findings.add('doubled', line.nonce, `acknowledged as seq ${send.seq} and as seq ${line.seq}`);
    if (send.state === 'ok') return;
    Object.assign(send, { state: 'ok', acknowledged: line.at, seq: line.seq, id: line.id });
  }
}

/** A send is *fail* until a try of it ends otherwise. */
function fresh({ conversation, at }: SendLine): Send {
  return { conversation, state: 'fail', begun: at, acknowledged: Infinity };
}
