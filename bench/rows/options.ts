/** Flags of `npm run bench`. */
export interface Options {
  rounds: number;
  /** Seconds a round is counted, after warming up. */
  seconds: number;
  members: number;
  /** Of the shapes of P3, those with so many rooms alone; all unless told. */
  rooms?: number;
  /** Of the shapes of P7, the so manieth alone, from 1; all unless told. */
  shape?: number;
}
