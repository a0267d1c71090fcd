import { effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Client, createClient } from 'graphql-ws';
import { Session } from '../session/session';
import { backoff, waitOrWake } from './backoff';
import { follow, Follow, Operation, Transport } from './follow';
import type { GraphDocument } from './document';
import { GraphError } from './graph-error';
import { operationId } from './operation-id';

/** How the socket is: `waiting` means that it was lost and the next attempt is due. */
export type LiveState = 'idle' | 'connecting' | 'live' | 'waiting';

const KEEP_ALIVE_MS = 12_000;
const PONG_MS = 5000;
const EXPIRED = 4403;
const REVOKED = 4401;

/** What to follow, with its types. */
export type Following<TData, TVariables> = Omit<Follow<TData>, 'query' | 'variables'> & {
  readonly document: GraphDocument<TData, TVariables>;
  readonly variables: TVariables;
};

/**
 * The one socket of this tab. It carries every subscription, renews its token in place and comes back by itself; each
 * subscription then goes on from its own cursor.
 */
@Injectable({ providedIn: 'root' })
export class Live {
  readonly #session = inject(Session);
  readonly #state = signal<LiveState>('idle');
  readonly #ids = new Set<string>();
  readonly #idOf = new WeakMap<object, string>();
  readonly #wake = new EventTarget();
  #client: Client | undefined;
  /** The socket was opened by somebody who was not signed in. */
  #isStrangers = false;
  #socket: WebSocket | undefined;
  #isIdle = false;
  #pongDue: ReturnType<typeof setTimeout> | undefined;

  readonly state = this.#state.asReadonly();

  constructor() {
    effect(() => {
      const bearer = this.#session.bearer();
      if (bearer) untracked(() => this.#renew(bearer));
    });
    addEventListener('online', () => this.hurry());
  }

  /**
   * The server has been reached by another way, or the network is back: what waits for its next attempt makes it now, and an attempt that
   * began before is given up. It would go on waiting for its lost packets, and keep every other socket to the same host from opening.
   */
  hurry(): void {
    if (this.#state() === 'connecting') this.#client?.terminate();
    setTimeout(() => this.#wake.dispatchEvent(new Event('wake')));
  }

  /** Says whether somebody is in front of this device; the next socket says it too. */
  idles(isIdle: boolean): void {
    this.#isIdle = isIdle;
    if (this.#state() === 'live') this.#ping({ idle: isIdle });
  }

  /** Follows a subscription until the returned function is called. */
  follow<TData, TVariables extends Record<string, unknown>>(following: Following<TData, TVariables>): () => void {
    const { document, ...rest } = following;
    return follow<TData>(
      { ...rest, query: document.toString() },
      { transport: this.#transport, pause: (attempt, reason) => this.#pause(attempt, reason) },
    );
  }

  readonly #transport: Transport = (operation: Operation, sink) => {
    const id = this.#free(operationId(operation.query, operation.variables));
    this.#ids.add(id);
    this.#idOf.set(operation, id);
    const released = (): void => void this.#ids.delete(id);
    return this.#connected().subscribe(operation, {
      next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
      error: (reason) => (released(), sink.error(reason)),
      complete: () => (released(), sink.complete()),
    });
  };

  #free(id: string): string {
    for (let n = 0; ; n++) {
      const candidate = n === 0 ? id : `${id}.${n}`;
      if (!this.#ids.has(candidate)) return candidate;
    }
  }

  #connected(): Client {
    this.#client ??= createClient({
      url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
      connectionParams: () => this.#introduce(),
      generateID: (payload) => this.#idOf.get(payload) ?? operationId(payload.query, payload.variables ?? {}),
      retryAttempts: 0,
      lazyCloseTimeout: 3000,
      keepAlive: KEEP_ALIVE_MS,
      connectionAckWaitTimeout: 10_000,
      on: {
        connecting: () => this.#state.set('connecting'),
        opened: (socket) => (this.#socket = socket as WebSocket),
        connected: () => this.#state.set('live'),
        ping: (isReceived) => {
          if (!isReceived) this.#pongDue = setTimeout(() => this.#client?.terminate(), PONG_MS);
        },
        pong: (isReceived) => {
          if (isReceived) clearTimeout(this.#pongDue);
        },
        closed: () => {
          clearTimeout(this.#pongDue);
          this.#socket = undefined;
          this.#state.set('waiting');
        },
      },
    });
    return this.#client;
  }

  /** A guest of a meeting follows it without saying who they are. */
  async #introduce(): Promise<Record<string, unknown>> {
    this.#isStrangers = this.#session.state() === 'signed-out';
    if (this.#isStrangers) return {};
    return { authorization: `Bearer ${await this.#session.token()}`, idle: this.#isIdle };
  }

  /** Tells the open socket of a new token, so that it need not be closed for it; a stranger's socket cannot become somebody's. */
  #renew(bearer: string): void {
    if (this.#isStrangers) return this.#client?.terminate();
    if (this.#state() === 'live') this.#ping({ authorization: `Bearer ${bearer}` });
  }

  #ping(payload: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ type: 'ping', payload }));
  }

  async #pause(attempt: number, reason: unknown): Promise<void> {
    const code = reason instanceof CloseEvent ? reason.code : undefined;
    if (code === EXPIRED || code === REVOKED || (reason instanceof GraphError && reason.code === 'UNAUTHENTICATED')) {
      await this.#session.renewed(this.#session.bearer() ?? '').catch(() => undefined);
    }
    const wish = reason instanceof GraphError ? reason.retryAfterMs : undefined;
    await waitOrWake(wish ?? backoff(attempt, Math.random()), this.#wake);
  }
}
