import { createLogger, Metrics, openMetricsDoor } from '@parley/telemetry';
import { loadGateConfig } from './gate/config.ts';
import { Gate } from './gate/gate.ts';

/** The longest that an end may take, in milliseconds (G12). */
const LAST_MS = 30_000;

const config = loadGateConfig();
const logger = createLogger('gate', config.LOG_LEVEL);
const metrics = config.METRICS_PORT === undefined ? undefined : new Metrics();
const gate = new Gate(config, logger, metrics);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
if (metrics && config.METRICS_PORT) await openMetricsDoor(metrics, config.HOST, config.METRICS_PORT);
logger.info({ port: await gate.open() }, 'ready');

function end(signal: string): void {
  logger.info({ signal }, 'ending');
  setTimeout(() => process.exit(1), LAST_MS).unref();
  void gate.close().then(
    () => process.exit(0),
    (error: unknown) => {
      logger.error({ err: error }, 'did not end well');
      process.exit(1);
    },
  );
}
