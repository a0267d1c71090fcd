import type { Logger } from '@parley/telemetry';

/** Longest life after the signal, in ms: what has not ended by then is cut off (G12). */
const LAST_MS = 30_000;

/** One stage of ending; the next begins when it is done. */
export type Ending = readonly [name: string, end: () => Promise<unknown> | unknown];

/** Ends the process in stages on SIGTERM or SIGINT, within 30 s. */
export function endOnSignal(
  stages: readonly Ending[],
  logger: Logger,
  exit: (code: number) => void = (code) => process.exit(code),
): void {
  let isEnding = false;
  const end = async (signal: string) => {
    if (isEnding) return;
    isEnding = true;
    logger.info({ signal }, 'ending');
    setTimeout(() => {
      logger.error('did not end in time');
      exit(1);
    }, LAST_MS).unref();
    for (const [stage, run] of stages) {
      try {
        await run();
      } catch (error) {
        logger.error({ err: error, stage }, 'a stage of ending failed');
      }
    }
    exit(0);
  };
  process.once('SIGTERM', (signal) => void end(signal));
  process.once('SIGINT', (signal) => void end(signal));
}
