import { describe, expect, it, vi } from 'vitest';
import { follow, Operation, Sink } from './follow';
import { GraphError } from './graph-error';

interface Event {
  readonly cursor?: string;
  readonly text: string;
}

/** A server that remembers what was asked of it and answers when told to. */
function wire() {
  const starts: { variables: Record<string, unknown>; sink: Sink; ended: boolean }[] = [];
  const pauses: { attempt: number; reason: unknown; go: () => void }[] = [];
  return {
    starts,
    pauses,
    last: () => starts[starts.length - 1]!,
    resume: async () => {
      pauses[pauses.length - 1]!.go();
      await Promise.resolve();
      await Promise.resolve();
    },
    ports: {
      transport: (operation: Operation, sink: Sink) => {
        const start = { variables: operation.variables, sink, ended: false };
        starts.push(start);
        return () => void (start.ended = true);
      },
      pause: (attempt: number, reason: unknown) => new Promise<void>((go) => pauses.push({ attempt, reason, go })),
    },
  };
}

function begin(server: ReturnType<typeof wire>, after?: string) {
  const seen: string[] = [];
  const onLost = vi.fn();
  const onRefused = vi.fn();
  const stop = follow<Event>(
    {
      query: 'subscription',
      variables: after === undefined ? { id: 1 } : { id: 1, after },
      cursorOf: ({ cursor }) => cursor,
      onEvent: ({ text }) => seen.push(text),
      onLost,
      onRefused,
    },
    server.ports,
  );
  return { seen, stop, onLost, onRefused };
}

describe('following', () => {
  it('resumes after the last cursor seen, not after the first', async () => {
    const server = wire();
    const { seen } = begin(server, 'c1');
    expect(server.last().variables).toEqual({ id: 1, after: 'c1' });
    server.last().sink.next({ data: { cursor: 'c2', text: 'a' } });
    server.last().sink.next({ data: { cursor: 'c3', text: 'b' } });
    server.last().sink.error(new Event('close'));
    await server.resume();
    expect(server.starts).toHaveLength(2);
    expect(server.last().variables).toEqual({ id: 1, after: 'c3' });
    server.last().sink.next({ data: { cursor: 'c4', text: 'c' } });
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it('also gives the latest cursor when the transport itself sends the operation again', () => {
    const server = wire();
    let sent: Operation | undefined;
    const stop = follow<Event>(
      { query: 'q', variables: { after: 'c1' }, cursorOf: ({ cursor }) => cursor, onEvent: () => undefined },
      {
        ...server.ports,
        transport: (operation, sink) => ((sent = operation), server.ports.transport(operation, sink)),
      },
    );
    server.last().sink.next({ data: { cursor: 'c9', text: '' } });
    expect(sent?.variables).toEqual({ after: 'c9' });
    stop();
  });

  it('keeps the cursor when an event carries none, and does not advance past an event that was not taken', async () => {
    const server = wire();
    const failing = follow<Event>(
      {
        query: 'q',
        variables: { after: 'c1' },
        cursorOf: ({ cursor }) => cursor,
        onEvent: ({ text }) => {
          if (text === 'bad') throw new Error('not stored');
        },
      },
      server.ports,
    );
    server.last().sink.next({ data: { text: 'no cursor' } });
    expect(() => server.last().sink.next({ data: { cursor: 'c2', text: 'bad' } })).toThrow('not stored');
    server.last().sink.complete();
    await server.resume();
    expect(server.last().variables).toEqual({ after: 'c1' });
    failing();
  });

  it('comes back after a completion it did not ask for, counting failures in a row', async () => {
    const server = wire();
    begin(server);
    server.last().sink.complete();
    await server.resume();
    server.last().sink.complete();
    expect(server.pauses.map(({ attempt }) => attempt)).toEqual([1, 2]);
    await server.resume();
    server.last().sink.next({ data: { text: 'x' } });
    server.last().sink.complete();
    expect(server.pauses.at(-1)?.attempt).toBe(1);
  });

  it('gives up on a refusal and says so once', () => {
    const server = wire();
    const { onRefused } = begin(server);
    server.last().sink.error([{ message: 'no', extensions: { code: 'FORBIDDEN' } }]);
    server.last().sink.complete();
    expect(onRefused).toHaveBeenCalledTimes(1);
    expect(onRefused.mock.calls[0]?.[0]).toBeInstanceOf(GraphError);
    expect(server.pauses).toHaveLength(0);
  });

  it.each(['UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED', 'UNAUTHENTICATED'])('tries again after %s', (code) => {
    const server = wire();
    const { onRefused } = begin(server);
    server.last().sink.error([{ message: '', extensions: { code } }]);
    expect(onRefused).not.toHaveBeenCalled();
    expect(server.pauses).toHaveLength(1);
  });

  it.each(['CURSOR_EXPIRED', 'BAD_USER_INPUT'])(
    'drops a cursor that is refused with %s, asks for a fresh load, and goes on from the head',
    async (code) => {
      const server = wire();
      const { onLost, onRefused } = begin(server, 'forged');
      server.last().sink.error([{ message: '', extensions: { code } }]);
      expect(onLost).toHaveBeenCalledTimes(1);
      expect(onRefused).not.toHaveBeenCalled();
      await server.resume();
      expect(server.last().variables).toEqual({ id: 1 });
    },
  );

  it('reads errors inside a result as an ending', () => {
    const server = wire();
    const { seen } = begin(server);
    server.last().sink.next({ errors: [{ message: '', extensions: { code: 'INTERNAL' } }] });
    server.last().sink.next({ data: { text: 'late' } });
    expect(seen).toEqual([]);
    expect(server.pauses).toHaveLength(1);
  });

  it('is silent once stopped, whatever still arrives', async () => {
    const server = wire();
    const { seen, stop } = begin(server);
    stop();
    expect(server.last().ended).toBe(true);
    server.last().sink.next({ data: { text: 'late' } });
    server.last().sink.complete();
    expect(seen).toEqual([]);
    expect(server.pauses).toHaveLength(0);
  });
});
