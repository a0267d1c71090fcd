/** Names on the bus that belong to no single fact or request. */
export const FACT_STREAM = {
  name: 'EVT',
  subjects: ['evt.>'],
  /** Days a fact can be replayed from the stream; the outbox tables keep theirs as long. */
  maxAgeDays: 7,
  /** Seconds in which the stream drops a fact it has seen. An optimisation: inbox tables are the guarantee. */
  dedupeSeconds: 120,
} as const;

/** Facts that failed five times, with the cause, until somebody replays them. */
export const DEAD_LETTER_STREAM = { name: 'DEAD', subjects: ['dead.>'], maxAgeDays: 30 } as const;
export const deadLetterSubject = (consumer: string): string => `dead.${consumer}`;
