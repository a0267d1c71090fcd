import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@parley/telemetry';

/** Longest life after the signal, in ms: what has not ended by then is cut off (G12). */
const LAST_MS = 30_000;

/** A service as its end sees it. */
export interface Endable {
  /** Readiness is answered with this. */
  isReady: boolean;
  /** Closes its doors and finishes what is under way; absent while it is still starting. */
  close?: () => Promise<void>;
}

/**
 * Ends a service on SIGTERM and SIGINT: not ready at once, serving for so many seconds more, closed and out within 30 s.
 * One that is still starting serves nobody and ends at once.
 */
export function endOnSignal(
  service: Endable,
  drainSeconds: number,
  logger: Logger,
  exit: (code: number) => void = (code) => process.exit(code),
): void {
  let isEnding = false;
  const end = async (signal: string): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    service.isReady = false;
    logger.info({ signal }, 'ending');
    setTimeout(() => {
      logger.error('did not end in time');
      exit(1);
    }, LAST_MS).unref();
    try {
      if (service.close) {
        await sleep(drainSeconds * 1_000);
        await service.close();
      }
      exit(0);
    } catch (error) {
      logger.error({ err: error }, 'did not end well');
      exit(1);
    }
  };
  process.once('SIGTERM', (signal) => void end(signal));
  process.once('SIGINT', (signal) => void end(signal));
}
