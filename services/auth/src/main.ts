import 'reflect-metadata';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { AppModule } from './app.module.ts';
import { loadAuthConfig } from './config.ts';

const config = loadAuthConfig();
const logger = createLogger('auth', config.LOG_LEVEL);
await runService({
  service: 'auth',
  module: AppModule.forConfig(config, logger),
  logger,
  host: config.HOST,
  port: config.PORT,
  metricsPort: config.METRICS_PORT,
  drainSeconds: config.DRAIN_SECONDS,
});
