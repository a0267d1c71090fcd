import { inject } from 'vitest';

/** What the global setup hands to every integration test. */
export interface TestRun {
  /** Address of the run's Postgres for its superuser. */
  superuserUrl: string;
  /** The nats-server binary. */
  natsServer: string;
  /** Environment that marks a process as the run's, so that it ends with the run. */
  mark: Record<string, string>;
}

declare module 'vitest' {
  interface ProvidedContext {
    parleyTestRun: TestRun;
  }
}

/** The present run. Throws outside `*.int.spec.ts`, where nothing was started. */
export function testRun(): TestRun {
  const run = inject('parleyTestRun');
  if (!run) throw new Error('Real Postgres and NATS are there in *.int.spec.ts only.');
  return run;
}
