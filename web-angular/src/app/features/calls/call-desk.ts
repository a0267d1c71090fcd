import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import {
  AnswerCallDocument,
  CallKind,
  CallPartsFragment,
  HangUpDocument,
  InviteToCallDocument,
  PeopleToCallDocument,
  StartCallDocument,
} from '../../graph/generated/calls/graphql';
import { Graph } from '../../graph/graph';
import { CallTicket } from '../../session/call-ticket';
import { Toaster } from '../../ui/toaster';

/** People whom a call rings at most. */
const MOST = 50;

const newNonce = (): string => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
const notNow = (): string => $localize`:@@callFailed:The call could not be made. Check your connection and try again.`;

/** Makes calls and answers them, and goes into their meetings. */
@Injectable({ providedIn: 'root' })
export class CallDesk {
  readonly #graph = inject(Graph);
  readonly #router = inject(Router);
  readonly #ticket = inject(CallTicket);
  readonly #toaster = inject(Toaster);
  readonly #isBusy = signal(false);
  /** A call is being made. */
  readonly isBusy = this.#isBusy.asReadonly();

  /** Rings these people and goes in. */
  async call(userIds: readonly string[], kind: CallKind, conversationId?: string): Promise<void> {
    if (this.#isBusy()) return;
    this.#isBusy.set(true);
    const clientNonce = newNonce();
    const input = { userIds: [...userIds], kind, clientNonce, ...(conversationId ? { conversationId } : {}) };
    try {
      const { startCall } = await this.#graph.ask(StartCallDocument, { input });
      const { call, userErrors } = startCall;
      if (!call) return this.#toaster.show(userErrors[0]?.message ?? notNow());
      if (call.state === 'BUSY') return this.#toaster.alarm(busyWords(call));
      await this.#goIn(call, clientNonce, kind === 'VIDEO');
    } catch {
      this.#toaster.show(notNow());
    } finally {
      this.#isBusy.set(false);
    }
  }

  /** Rings everybody else in a conversation; the server says so where they are too many. */
  async callAll(conversationId: string, myId: string | undefined, kind: CallKind): Promise<void> {
    const answer = await this.#graph
      .ask(PeopleToCallDocument, { id: conversationId, first: MOST + 2 })
      .catch(() => undefined);
    const members = answer?.conversation?.members.nodes;
    if (!members) return this.#toaster.show(notNow());
    const others = members.filter(({ userId, isGuest }) => userId !== myId && !isGuest).map(({ userId }) => userId);
    await this.call(others, kind, conversationId);
  }

  /** Comes. False where another device was first or it is over. */
  async accept(callId: string, isCameraOn: boolean): Promise<boolean> {
    const clientNonce = newNonce();
    const { answerCall } = await this.#graph.ask(AnswerCallDocument, { input: { callId, accept: true, clientNonce } });
    const { call, isAnsweredElsewhere, userErrors } = answerCall;
    if (isAnsweredElsewhere) this.#toaster.show(elsewhereWords());
    else if (!call) this.#toaster.show(userErrors[0]?.message ?? notNow());
    if (!call || isAnsweredElsewhere) return false;
    await this.#goIn(call, clientNonce, isCameraOn);
    return true;
  }

  async decline(callId: string): Promise<void> {
    await this.#graph.ask(AnswerCallDocument, { input: { callId, accept: false } }).catch(() => undefined);
  }

  /** Out of it, whether or not it still goes on. */
  async hangUp(callId: string): Promise<void> {
    await this.#graph.ask(HangUpDocument, { input: { callId } }).catch(() => undefined);
  }

  /** Rings more people into it; undefined when that was refused, which is then said. */
  async invite(callId: string, userIds: readonly string[]): Promise<CallPartsFragment | undefined> {
    const answer = await this.#graph
      .ask(InviteToCallDocument, { input: { callId, userIds: [...userIds] } })
      .catch(() => undefined);
    const call = answer?.inviteToCall.call;
    if (!call) this.#toaster.show(answer?.inviteToCall.userErrors[0]?.message ?? notNow());
    return call ?? undefined;
  }

  async #goIn(call: CallPartsFragment, nonce: string, isCameraOn: boolean): Promise<void> {
    const { code } = call.meeting;
    this.#ticket.note(code, call.state);
    this.#ticket.hold({ callId: call.id, code, nonce, isCameraOn });
    await this.#router.navigate(['/m', code]);
  }
}

/** What is said when another device of one's own was first. */
export const elsewhereWords = (): string => $localize`:@@callElsewhere:Answered on another device`;

function busyWords({ callees: [one, ...more] }: CallPartsFragment): string {
  return one && more.length === 0
    ? $localize`:@@callBusy:${one.displayName}:name: is in another call`
    : $localize`:@@callAllBusy:Everybody is in another call`;
}
