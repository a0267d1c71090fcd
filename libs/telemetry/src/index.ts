export { createLogger, type Logger } from './logger.ts';
export { NestLog } from './nest-log.ts';
export { Metrics, type Metric } from './metrics.ts';
export { openMetricsDoor, type MetricsDoor } from './metrics-door.ts';
