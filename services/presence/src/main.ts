import 'reflect-metadata';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { AppModule } from './app.module.ts';
import { loadPresenceConfig } from './config.ts';

const config = loadPresenceConfig();
const logger = createLogger('presence', config.LOG_LEVEL);
await runService({
  service: 'presence',
  module: AppModule.forConfig(config, logger),
  logger,
  host: config.HOST,
  port: config.PORT,
  metricsPort: config.METRICS_PORT,
  drainSeconds: config.DRAIN_SECONDS,
});
