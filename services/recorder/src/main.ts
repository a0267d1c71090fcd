import 'reflect-metadata';
import { createLogger } from '@parley/telemetry';
import { loadRecorderConfig } from './config.ts';
import { Worker } from './worker.ts';

const config = loadRecorderConfig();
const logger = createLogger('recorder', config.LOG_LEVEL);
const worker = new Worker(config, logger);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    logger.info({ signal }, 'ending');
    worker.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'did not end well');
        process.exit(1);
      },
    );
  });
await worker.open();
