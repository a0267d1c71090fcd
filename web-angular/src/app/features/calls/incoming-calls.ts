import { computed, inject, Injectable, Injector, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { Router } from '@angular/router';
import { CallKind, IsQuietNowDocument, RingingCallsDocument } from '../../graph/generated/calls/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import type { CallEvent } from '../../shell/call-bell';
import { Announcer } from '../../ui/announcer';
import { Toaster } from '../../ui/toaster';
import { CallDesk, elsewhereWords } from './call-desk';
import { ring } from './ring-tone';

/** A call that rings here. */
export interface IncomingCall {
  readonly id: string;
  readonly kind: CallKind;
  readonly isGroup: boolean;
  readonly caller: { readonly userId: string; readonly displayName: string; readonly avatarUrl?: string | null };
}

/** Milliseconds in which what is told after the ringing may still say that it is over: whoever comes back hears of both at once. */
const SECOND_THOUGHT_MS = 120;
/** A clock of this browser may be wrong by this much, in milliseconds: it never rings for longer. */
const LONGEST_MS = 300_000;

/** The calls that ring on this page: shown over everything, heard, said, and put away when they are settled anywhere. */
@Injectable({ providedIn: 'root' })
export class IncomingCalls {
  readonly #graph = inject(Graph);
  readonly #desk = inject(CallDesk);
  readonly #injector = inject(Injector);
  readonly #announcer = inject(Announcer);
  readonly #toaster = inject(Toaster);
  readonly #router = inject(Router);
  readonly #title = inject(Title);
  readonly #myId = inject(Session).me;
  readonly #calls = signal<readonly IncomingCall[]>([]);
  /** Over already, whatever comes late. */
  readonly #settled = new Set<string>();
  /** Answered by this very page. */
  readonly #mine = new Set<string>();
  #stopRinging: (() => void) | undefined;
  #shown: { close(): void } | undefined;
  #formerTitle: string | undefined;

  /** The one that is shown. */
  readonly call = computed(() => this.#calls().at(0));

  hear(event: CallEvent): void {
    const { id, expiresAt, state, caller } = event.call;
    if (event.__typename === 'CallRinging') {
      this.#begin(event.call, expiresAt);
      return;
    }
    this.#settled.add(id);
    const wasHere = this.#calls().some((call) => call.id === id);
    this.#end(id);
    if (caller.userId === this.#myId()?.id) return;
    if (state === 'ACTIVE' && wasHere && !this.#mine.has(id)) this.#toaster.show(elsewhereWords());
    if (state === 'MISSED') this.#tellMissed(caller);
  }

  /** What rings already, for a page that has just been opened or was away. */
  async look(): Promise<void> {
    const answer = await this.#graph.ask(RingingCallsDocument, {}).catch(() => undefined);
    if (!answer) return;
    const now = new Set(answer.ringingCalls.map(({ id }) => id));
    for (const { id } of this.#calls()) if (!now.has(id)) this.#end(id);
    for (const call of answer.ringingCalls) this.#begin({ ...call, isGroup: call.callees.length > 1 }, call.ringsUntil);
  }

  async accept(withCamera: boolean): Promise<void> {
    const call = this.call();
    if (!call) return;
    this.#mine.add(call.id);
    this.#end(call.id);
    const isIn = await this.#desk.accept(call.id, withCamera).catch(() => undefined);
    if (isIn === undefined)
      this.#toaster.show($localize`:@@callNotAnswered:The call could not be answered. Check your connection.`);
  }

  async decline(): Promise<void> {
    const call = this.call();
    if (!call) return;
    this.#mine.add(call.id);
    this.#end(call.id);
    await this.#desk.decline(call.id);
  }

  #begin(call: IncomingCall, until: string | null | undefined): void {
    const ms = until ? Math.min(Date.parse(until) - Date.now(), LONGEST_MS) : 0;
    if (ms <= 0) return;
    setTimeout(() => {
      if (this.#settled.has(call.id) || this.#mine.has(call.id)) return;
      if (this.#calls().some(({ id }) => id === call.id)) return;
      this.#calls.update((calls) => [...calls, call]);
      setTimeout(() => this.#end(call.id), ms);
      void this.#show();
    }, SECOND_THOUGHT_MS);
  }

  async #show(): Promise<void> {
    const call = this.call();
    if (!call) return;
    this.#announcer.interrupt(callWords(call));
    this.#formerTitle ??= this.#title.getTitle();
    this.#title.setTitle(callWords(call));
    this.#stopRinging ??= this.#ring();
    if (this.#shown) return;
    const { showIncomingCall } = await import('./incoming-call');
    if (!this.#shown && this.call()) this.#shown = showIncomingCall(this.#injector);
  }

  /** Unless it is to be quiet now: it is shown all the same. Where the server does not say, it rings. */
  #ring(): () => void {
    let stop: (() => void) | undefined;
    let isOver = false;
    void this.#graph
      .ask(IsQuietNowDocument, {})
      .catch(() => ({ isQuietNow: false }))
      .then(({ isQuietNow }) => {
        if (!isOver && !isQuietNow) stop = ring();
      });
    return () => {
      isOver = true;
      stop?.();
    };
  }

  #end(id: string): void {
    if (!this.#calls().some((call) => call.id === id)) return;
    this.#calls.update((calls) => calls.filter((call) => call.id !== id));
    if (this.call()) return void this.#show();
    this.#stopRinging?.();
    this.#stopRinging = undefined;
    this.#shown?.close();
    this.#shown = undefined;
    if (this.#formerTitle !== undefined) this.#title.setTitle(this.#formerTitle);
    this.#formerTitle = undefined;
  }

  #tellMissed({ userId, displayName }: IncomingCall['caller']): void {
    this.#toaster.show($localize`:@@missedCallFrom:Missed call from ${displayName}:name:`, {
      label: $localize`:@@openChat:Open chat`,
      run: () => void this.#router.navigate(['/chats/with', userId]),
    });
  }
}

/** Who calls, in words. */
export function callWords({ kind, caller: { displayName } }: IncomingCall): string {
  return kind === 'VIDEO'
    ? $localize`:@@videoCallFrom:Video call from ${displayName}:name:`
    : $localize`:@@audioCallFrom:Call from ${displayName}:name:`;
}
