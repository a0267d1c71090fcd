import { vi } from 'vitest';

/** Waits until something holds. Ten seconds unless told: what is asked is whether, and a busy machine takes its time. */
export const soon = <T>(holds: () => T | Promise<T>, timeout = 10_000): Promise<T> => vi.waitFor(holds, { timeout });
