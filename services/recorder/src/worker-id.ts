import { randomUUID } from 'node:crypto';

/** What this process calls itself on the bus: another at each start, so that nobody takes it for the one before. */
export const WORKER_ID = randomUUID();
