import type { Findings, Rule } from './findings.ts';
import type { Placed } from './ledger.ts';

/**
 * One reader's view of one conversation, held against the record from some seq on: nothing twice, nothing out of order, nothing
 * passed over, nothing missing at the end.
 */
export class Reading {
  private readonly seen = new Set<number>();
  private last: number;

  /**
   * @param who names the reader in findings
   * @param record the conversation's messages in Postgres, by seq
   * @param after the seq behind which the reading begins
   */
  constructor(
    private readonly who: string,
    private readonly record: ReadonlyMap<number, Placed>,
    private readonly after: number,
    private readonly findings: Findings,
  ) {
    this.last = after;
  }

  take({ seq, id, nonce }: Placed): void {
    const add = (rule: Rule, what: string) => this.findings.add(rule, this.who, what);
    if (this.seen.has(seq)) return add('doubled', `seq ${seq} again, behind ${this.last}`);
    if (seq <= this.after) return add('out of order', `seq ${seq}, and it began behind ${this.after}`);
    if (seq < this.last) add('out of order', `seq ${seq} behind ${this.last}`);
    const placed = this.record.get(seq);
    if (!placed) add('from nowhere', `seq ${seq} is no message in Postgres`);
    else if (placed.id !== id || placed.nonce !== nonce)
      add('differs', `seq ${seq} is ${nonce}, and ${placed.nonce} in Postgres`);
    this.seen.add(seq);
    this.last = Math.max(this.last, seq);
  }

  /** Call when all was taken. */
  close(): void {
    const missing = [...this.record.keys()].filter((seq) => seq > this.after && !this.seen.has(seq));
    const passed = missing.filter((seq) => seq < this.last);
    const tail = missing.filter((seq) => seq > this.last);
    const [first] = passed;
    if (first !== undefined)
      this.findings.add('gap', this.who, `${passed.length} passed over, the first at seq ${first}`);
    if (tail.length > 0)
      this.findings.add('lost tail', this.who, `the ${tail.length} behind seq ${this.last} never came`);
  }
}
