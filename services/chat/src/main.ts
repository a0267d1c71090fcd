import 'reflect-metadata';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { AppModule } from './app.module.ts';
import { loadChatConfig } from './config.ts';

const config = loadChatConfig();
const logger = createLogger('chat', config.LOG_LEVEL);
await runService({
  service: 'chat',
  module: AppModule.forConfig(config, logger),
  logger,
  host: config.HOST,
  port: config.PORT,
  metricsPort: config.METRICS_PORT,
  drainSeconds: config.DRAIN_SECONDS,
});
