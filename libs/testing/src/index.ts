export { testDatabase, type TestDatabase } from './test-database.ts';
export { TestNats } from './test-nats.ts';
export { testRun, type TestRun } from './test-run.ts';
