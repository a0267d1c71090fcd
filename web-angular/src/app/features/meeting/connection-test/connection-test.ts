import { inject, Injectable, signal } from '@angular/core';
import { StartConnectionTestDocument } from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { JOIN_PROBE, ProbeRoom } from '../livekit/probe-port';
import { Check, CheckName, CHECKS, SLOW_ROUND_TRIP_MS } from './checks';
import { checkSocket } from './socket-check';

/** Before what was not seen does not come, in milliseconds. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 200;

type Looked = Awaited<ReturnType<ProbeRoom['look']>>;

/**
 * Tries the ways to the server one after the other, in a room of one's own that lives a minute: first as a meeting would, then by a
 * relay only, then by TCP only.
 */
@Injectable()
export class ConnectionTest {
  readonly #graph = inject(Graph);
  readonly #join = inject(JOIN_PROBE);
  readonly #checks = signal<readonly Check[]>(CHECKS.map((name) => ({ name, state: 'waiting' })));
  readonly #isRunning = signal(false);
  readonly #refusal = signal<string | undefined>(undefined);

  readonly checks = this.#checks.asReadonly();
  readonly isRunning = this.#isRunning.asReadonly();
  /** Why the server does not let one try it now, in words. */
  readonly refusal = this.#refusal.asReadonly();

  /** @param code of the meeting a guest stands before */
  async run(code?: string): Promise<void> {
    if (this.#isRunning()) return;
    this.#isRunning.set(true);
    this.#refusal.set(undefined);
    this.#checks.set(CHECKS.map((name) => ({ name, state: 'waiting' })));
    try {
      await this.#socket();
      this.#set('signalling', 'running');
      const room = await this.#room(code);
      if (room) await this.#media(room.url, room.token);
    } finally {
      this.#checks.update((all) =>
        all.map((check) =>
          check.state === 'running' || check.state === 'waiting' ? { name: check.name, state: 'impossible' } : check,
        ),
      );
      this.#isRunning.set(false);
    }
  }

  async #socket(): Promise<void> {
    this.#set('socket', 'running');
    const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;
    await checkSocket(url).then(
      (ms) => this.#set('socket', 'passed', { ms }),
      () => this.#set('socket', 'failed'),
    );
  }

  async #room(code: string | undefined): Promise<{ url: string; token: string } | undefined> {
    try {
      const input = code ? { code } : {};
      const { test, userErrors } = (await this.#graph.ask(StartConnectionTestDocument, { input })).startConnectionTest;
      if (test) return test;
      if (userErrors[0]?.code === 'UNAVAILABLE') this.#set('signalling', 'failed');
      else this.#refusal.set(userErrors[0]?.message);
    } catch {
      this.#set('signalling', 'failed');
    }
    return undefined;
  }

  async #media(url: string, token: string): Promise<void> {
    const direct = await this.#direct(url, token);
    if (!direct.isSignalled) return;
    await this.#relay(url, token, direct.offersTurn);
    if (direct.usedTcp) this.#set('tcp', 'passed');
    else if (direct.isConnected) await this.#tcp(url, token);
    else this.#set('tcp', 'failed');
  }

  /** As a meeting joins: what it takes is the best there is. */
  async #direct(url: string, token: string) {
    const begun = performance.now();
    let isSignalled = false;
    const onSignal = (): void => {
      isSignalled = true;
      this.#set('signalling', 'passed', { ms: Math.round(performance.now() - begun) });
      this.#set('udp', 'running');
    };
    let room: ProbeRoom;
    try {
      room = await this.#join(url, token, { onSignal });
    } catch (error) {
      this.#set(isSignalled ? 'udp' : 'signalling', 'failed');
      const offersTurn = (error as { offersTurn?: boolean }).offersTurn ?? false;
      return { isSignalled, isConnected: false, usedTcp: false, offersTurn };
    }
    try {
      const { way } = await this.#until(room, (looked) => looked.way !== undefined);
      const isUdp = way?.protocol === 'udp' && !way.isRelayed;
      this.#set('udp', isUdp ? 'passed' : 'failed');
      await this.#sending(room);
      return {
        isSignalled,
        isConnected: true,
        usedTcp: way?.protocol === 'tcp' && !way.isRelayed,
        offersTurn: room.offersTurn,
      };
    } finally {
      await room.leave();
    }
  }

  async #sending(room: ProbeRoom): Promise<void> {
    this.#set('publish', 'running');
    this.#set('roundTrip', 'running');
    const { sent } = await this.#until(room, (looked) => looked.sent !== undefined);
    this.#set('publish', sent ? 'passed' : 'failed');
    if (!sent) return;
    const ms = sent.roundTripMs;
    this.#set('roundTrip', ms < SLOW_ROUND_TRIP_MS ? 'passed' : 'failed', { ms });
  }

  async #relay(url: string, token: string, offersTurn: boolean): Promise<void> {
    if (!offersTurn) return this.#set('turn', 'impossible');
    this.#set('turn', 'running');
    await this.#try('turn', url, token, true, ({ way }) => way?.isRelayed === true);
  }

  async #tcp(url: string, token: string): Promise<void> {
    this.#set('tcp', 'running');
    await this.#try('tcp', url, token, false, ({ way }) => way?.protocol === 'tcp' && !way.isRelayed);
  }

  async #try(name: 'turn' | 'tcp', url: string, token: string, isRelayed: boolean, isSo: (looked: Looked) => boolean) {
    let room: ProbeRoom | undefined;
    try {
      room = await this.#join(url, token, { isRelayed });
      if (!isRelayed) await room.forceTcp();
      const looked = await this.#until(room, isSo);
      const via = isRelayed ? looked.way?.relayProtocol : undefined;
      this.#set(name, isSo(looked) ? 'passed' : 'failed', via ? { via } : {});
    } catch {
      this.#set(name, 'failed');
    } finally {
      await room?.leave();
    }
  }

  async #until(room: ProbeRoom, isSo: (looked: Looked) => boolean): Promise<Looked> {
    const until = performance.now() + PATIENCE_MS;
    for (;;) {
      const looked = await room.look();
      if (isSo(looked) || performance.now() > until) return looked;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  #set(name: CheckName, state: Check['state'], more: Pick<Check, 'ms' | 'via'> = {}): void {
    this.#checks.update((all) => all.map((check) => (check.name === name ? { name, state, ...more } : check)));
  }
}
