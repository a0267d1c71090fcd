import { GraphError, WireError } from './graph-error';

/** What is sent to start an operation. `variables` is read at every (re)start, so it always carries the latest cursor. */
export interface Operation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** What an operation tells of itself. */
export interface Sink {
  next(result: { readonly data?: unknown; readonly errors?: readonly WireError[] }): void;
  error(reason: unknown): void;
  complete(): void;
}

/** Starts one operation and gives the way to end it: graphql-ws's `subscribe`, or a fake. */
export type Transport = (operation: Operation, sink: Sink) => () => void;

/** How to follow something without a gap. */
export interface Follow<T> {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Takes one event; the cursor counts as stored when this returns. */
  readonly onEvent: (data: T) => void;
  /** The cursor inside an event; undefined for what is not kept. */
  readonly cursorOf: (data: T) => string | undefined;
  /** The cursor is no longer any good: load afresh. Following goes on from the head. */
  readonly onLost?: () => void;
  /** Following ended for good. */
  readonly onRefused?: (error: GraphError) => void;
}

/** What following needs from outside. */
export interface FollowPorts {
  readonly transport: Transport;
  /** Resolves when the next attempt may start; `attempt` counts failures in a row, from 1. */
  readonly pause: (attempt: number, reason: unknown) => Promise<void>;
}

/**
 * Follows a subscription for ever: whatever ends it, short of a refusal, it starts again with the last cursor seen.
 *
 * @returns the way to stop
 */
export function follow<T>(request: Follow<T>, ports: FollowPorts): () => void {
  const { after: first, ...constant } = request.variables;
  let after = first;
  let attempt = 0;
  let isStopped = false;
  let end: () => void = () => undefined;

  const operation: Operation = {
    query: request.query,
    get variables() {
      return after === undefined ? constant : { ...constant, after };
    },
  };

  const start = (): void => {
    let isOver = false;
    const over = (reason: unknown): void => {
      if (isOver || isStopped) return;
      isOver = true;
      settle(reason);
    };
    end = ports.transport(operation, {
      next: ({ data, errors }) => {
        if (isOver || isStopped) return;
        if (errors?.length || !data) return over(errors ?? []);
        attempt = 0;
        request.onEvent(data as T);
        after = request.cursorOf(data as T) ?? after;
      },
      error: over,
      complete: () => over(undefined),
    });
    if (isOver) end();
  };

  const settle = (reason: unknown): void => {
    const error = Array.isArray(reason) ? GraphError.of(reason as WireError[]) : undefined;
    if (error && after !== undefined && (error.code === 'CURSOR_EXPIRED' || error.code === 'BAD_USER_INPUT')) {
      after = undefined;
      request.onLost?.();
    } else if (error && !error.isPassing && error.code !== 'UNAUTHENTICATED') {
      isStopped = true;
      request.onRefused?.(error);
      return;
    }
    attempt++;
    void ports.pause(attempt, error ?? reason).then(() => {
      if (!isStopped) start();
    });
  };

  start();
  return () => {
    isStopped = true;
    end();
  };
}
