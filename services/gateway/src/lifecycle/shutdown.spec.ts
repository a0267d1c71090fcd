import { createLogger } from '@parley/telemetry';
import { expect, it, vi } from 'vitest';
import { endOnSignal } from './shutdown.ts';

it('ends stage by stage, once, and goes on when a stage fails', async () => {
  const seen: string[] = [];
  const stage = (name: string, fails = false) =>
    [
      name,
      async () => {
        await Promise.resolve();
        seen.push(name);
        if (fails) throw new Error('no');
      },
    ] as const;
  const exit = vi.fn();
  endOnSignal([stage('sockets', true), stage('requests'), stage('bus')], createLogger('test', 'silent'), exit);
  process.emit('SIGTERM', 'SIGTERM');
  process.emit('SIGINT', 'SIGINT');
  await vi.waitFor(() => expect(exit).toHaveBeenCalledWith(0));
  expect(seen).toEqual(['sockets', 'requests', 'bus']);
  expect(exit).toHaveBeenCalledOnce();
});
