import { connectNats } from '@parley/bus';
import { liveOpenSubject, liveReadSubject, type KeptEvent, type OpenedKept, type Refusal } from '@parley/contracts';
import { hashOfArguments } from '@parley/identity';
import type { TestCaller } from '@parley/testing';
import type { MediaUnderTest } from './media-under-test.ts';

/** What the live door is told on opening. */
export type Opened = { opened: OpenedKept; grant: string; error?: undefined } | { opened?: undefined; error: Refusal };

/** The service's live door, asked as a gateway asks it. */
export async function liveDoor(media: MediaUnderTest) {
  const gateway = await connectNats(media.nats.url('gateway'), 'gateway in a test');
  const ask = async <T>(subject: string, question: object): Promise<T> =>
    (await gateway.request(subject, JSON.stringify({ v: 1, ...question }))).json<T>();
  const open = async (caller: TestCaller, args: Record<string, unknown>): Promise<Opened> => {
    const claim = await media.claim(caller, hashOfArguments('meetingEvents', args));
    return ask(liveOpenSubject('media-gateway'), { field: 'meetingEvents', args, claim });
  };
  const read = ({ grant }: { grant: string }, after = 0) =>
    ask<{ events: KeptEvent[]; error?: Refusal }>(liveReadSubject('media-gateway'), {
      grant,
      after,
      limit: 500,
      maxBytes: 500_000,
    });
  return {
    open,
    read,
    /** Everything this caller may read now, as the graph's objects without their cursors. */
    async events(caller: TestCaller, args: Record<string, unknown>) {
      const opened = await open(caller, args);
      if (!opened.opened) throw new Error(`refused: ${JSON.stringify(opened.error)}`);
      return (await read(opened)).events.map(({ event: { cursor: _cursor, ...event } }) => event);
    },
    close: () => gateway.close(),
  };
}
export type LiveDoorUnderTest = Awaited<ReturnType<typeof liveDoor>>;
