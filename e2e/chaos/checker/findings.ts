/** What can be wrong with a history. */
export type Rule =
  /** Acknowledged, and not there. */
  | 'lost'
  /** There, or heard, more than once. */
  | 'doubled'
  /** Refused, and there all the same. */
  | 'refused but stored'
  /** Not where the others see it, or before what was acknowledged earlier. */
  | 'out of order'
  /** Passed over by somebody who was told what came after it. */
  | 'gap'
  /** Never told to somebody who followed to the end. */
  | 'lost tail'
  /** Of a conversation that was not the one followed. */
  | 'foreign'
  /** Sent by nobody. */
  | 'from nowhere'
  /** Another message than the one Postgres has at this place. */
  | 'differs'
  /** The log in Postgres has holes. */
  | 'hole'
  /** Somebody was told to read anew, and nothing in a run gives cause for it. */
  | 'resync'
  /** Nothing was acknowledged for longer than is promised. */
  | 'too slow'
  /** Sends waited for a part they do not need. */
  | 'needless part'
  /** Facts stayed in the outbox. */
  | 'unpublished'
  /** The history is not what was asked for, or not whole: it proves nothing. */
  | 'too little';

/** The findings of a judgement: all are counted, the first of each rule are kept in words. */
export class Findings {
  static readonly KEPT = 8;
  readonly counts = new Map<Rule, number>();
  readonly words: string[] = [];

  add(rule: Rule, where: string, what: string): void {
    const count = (this.counts.get(rule) ?? 0) + 1;
    this.counts.set(rule, count);
    if (count <= Findings.KEPT) this.words.push(`${rule}: ${where}: ${what}`);
  }

  get isClean(): boolean {
    return this.counts.size === 0;
  }
}
