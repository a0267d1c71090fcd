export { createLogger, type Logger } from './logger.ts';
export { NestLog } from './nest-log.ts';
