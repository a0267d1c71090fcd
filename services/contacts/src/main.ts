import 'reflect-metadata';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { AppModule } from './app.module.ts';
import { loadContactsConfig } from './config.ts';

const config = loadContactsConfig();
const logger = createLogger('contacts', config.LOG_LEVEL);
await runService({
  service: 'contacts',
  module: AppModule.forConfig(config, logger),
  logger,
  host: config.HOST,
  port: config.PORT,
  metricsPort: config.METRICS_PORT,
  drainSeconds: config.DRAIN_SECONDS,
});
