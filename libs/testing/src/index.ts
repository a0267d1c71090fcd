export { documentedMetrics } from './documented-metrics.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
export { TestGateway, type TestAnswer, type TestCaller } from './test-gateway.ts';
export { TestLivekit } from './test-livekit.ts';
export { TestNats } from './test-nats.ts';
export { TestNatsCluster } from './test-nats-cluster.ts';
export { testRun, type TestRun } from './test-run.ts';
export { withClient } from '@parley/tools/embedded/databases.ts';
export { freePort } from '@parley/tools/embedded/free-port.ts';
