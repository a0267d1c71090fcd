import { pino, type Logger } from 'pino';

export type { Logger };

/** Keys whose values never reach a log, wherever they stand in the first three levels. */
const SECRETS = ['password', 'token', 'accessToken', 'authorization', 'cookie', 'secret', 'claim', 'grant'];

/** JSON lines on stdout, one logger per process. Secrets are removed by name. */
export function createLogger(service: string, level: string): Logger {
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({
    level,
    base: { service },
    redact: { paths, censor: '[removed]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
