import 'reflect-metadata';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { AppModule } from './app.module.ts';
import { loadMediaConfig } from './config.ts';
import { measureMail } from './mail/measure-mail.ts';
import { PostOffice } from './mail/post-office.ts';

const config = loadMediaConfig();
const logger = createLogger('media-gateway', config.LOG_LEVEL);
await runService({
  service: 'media-gateway',
  module: AppModule.forConfig(config, logger),
  logger,
  host: config.HOST,
  port: config.PORT,
  metricsPort: config.METRICS_PORT,
  measure: (metrics, app) => measureMail(metrics, app.get(PostOffice)),
  drainSeconds: config.DRAIN_SECONDS,
});
