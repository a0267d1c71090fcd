import type { Callers } from '../measure/callers.ts';
import { measureOnce } from '../measure/rounds.ts';
import { startPeer } from '../servers/peer.ts';
import { xmpp } from './talk.ts';

/**
 * Callers of ejabberd's archive: each is alone in a room, and answered when its own message comes back to it, which is after it was
 * stored.
 *
 * @param core of ejabberd
 * @param meterCore of the meter that plays the callers: that of Postgres, which leaves more of it free than ejabberd does of its own
 */
export async function startOccupants(core: number, meterCore: number, superuserUrl: string): Promise<Callers> {
  const peer = await startPeer(core, 'ejabberd', superuserUrl);
  return {
    async run({ callers, warm, seconds, bytes }) {
      const run = await measureOnce(meterCore, {
        parts: () => ({ server: [peer.pid] }),
        plan: {
          address: `127.0.0.1:${peer.port}`,
          members: callers,
          rooms: Array.from({ length: callers }, (_, n) => `r%RUN%-${n}`),
          inFlight: callers,
          seconds,
          warm,
          bodyBytes: bytes,
          ...xmpp(callers),
        },
        stored: () => peer.count('archive'),
        stop: () => peer.stop(),
      });
      const { deliveries: stored, p50ms, p99ms, cpu, busy } = run;
      // As in the other stores: with the callers' own.
      return { stored, seconds: run.seconds, p50ms, p99ms, ownCpu: cpu + busy * run.seconds };
    },
    stop: () => peer.stop(),
  };
}
