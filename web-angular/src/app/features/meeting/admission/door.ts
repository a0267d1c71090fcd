import { inject, Injectable } from '@angular/core';
import { JoinMeetingDocument, JoinMeetingMutation, LeaveLobbyDocument } from '../../../graph/generated/meeting/graphql';
import type { ParticipantPartsFragment, RefusedReason } from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { UserError } from '../../../graph/user-error';
import { Session } from '../../../session/session';
import { Pass } from './pass';

type Admission = NonNullable<JoinMeetingMutation['joinMeeting']['admission']>;
/** One is let in, and this is what opens the room. */
export type Admitted = Extract<Admission, { __typename: 'Admitted' }>;

/** What the door says. */
export type Verdict =
  | { readonly kind: 'admitted'; readonly admitted: Admitted }
  | { readonly kind: 'waiting'; readonly isHostPresent: boolean }
  | { readonly kind: 'refused'; readonly reason: RefusedReason; readonly message: string }
  | { readonly kind: 'declined'; readonly error: UserError | undefined };

/** Asks to be let in, as whoever one is, with what one holds; and keeps what one is given. */
@Injectable()
export class Door {
  readonly #graph = inject(Graph);
  readonly #session = inject(Session);
  readonly #pass = inject(Pass);
  /** The same for every try of one joining, so that a lost answer leaves no second participant behind. */
  #nonce: string | undefined;
  #lastNonce: string | undefined;

  /** Asks. @throws GraphError when nobody answers */
  async ask(code: string): Promise<Verdict> {
    this.#nonce ??= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    return this.#read(await this.#send(code, this.#nonce));
  }

  async #send(code: string, clientNonce: string): Promise<JoinMeetingMutation['joinMeeting']> {
    const { guestToken, passcode } = this.#pass;
    const displayName = this.#session.state() === 'signed-out' ? this.#pass.guestName().trim() : undefined;
    const { joinMeeting } = await this.#graph.ask(JoinMeetingDocument, {
      input: {
        code,
        clientNonce,
        ...(displayName === undefined ? {} : { displayName }),
        ...(guestToken ? { guestToken } : {}),
        ...(passcode ? { passcode } : {}),
      },
    });
    return joinMeeting;
  }

  /** The joining has been begun already, with this nonce. */
  begin(nonce: string): void {
    this.#nonce = nonce;
  }

  /** One is in: the next time is another joining. */
  passed(): void {
    this.#lastNonce = this.#nonce;
    this.#nonce = undefined;
  }

  /** One was in and lost the connection: the next try is the same joining, and so the same participant. */
  again(): void {
    this.#nonce = this.#lastNonce;
  }

  /** Who is in, for a guest who is too: the answer to the joining of before, which has it again. @throws GraphError */
  async present(code: string): Promise<readonly ParticipantPartsFragment[]> {
    if (!this.#lastNonce) return [];
    const verdict = await this.#send(code, this.#lastNonce);
    return verdict.admission?.__typename === 'Admitted' ? (verdict.admission.meeting.participants?.nodes ?? []) : [];
  }

  /** Waits no more. */
  async leaveLobby(): Promise<void> {
    const { lobbyId, guestToken } = this.#pass;
    this.#pass.hold({ lobbyId: undefined });
    this.#nonce = undefined;
    if (lobbyId)
      await this.#graph.ask(LeaveLobbyDocument, { input: guestToken ? { lobbyId, guestToken } : { lobbyId } });
  }

  #read({ admission, userErrors }: JoinMeetingMutation['joinMeeting']): Verdict {
    switch (admission?.__typename) {
      case 'Admitted':
        this.#pass.hold({ lobbyId: undefined });
        this.#keepToken(admission.guestToken);
        return { kind: 'admitted', admitted: admission };
      case 'WaitingInLobby':
        this.#pass.hold({ lobbyId: admission.lobbyId });
        this.#keepToken(admission.guestToken);
        return { kind: 'waiting', isHostPresent: admission.hostPresent };
      case 'Refused':
        this.#pass.hold({ lobbyId: undefined });
        return { kind: 'refused', reason: admission.reason, message: admission.message };
      default:
        return { kind: 'declined', error: userErrors[0] };
    }
  }

  #keepToken(guestToken: string | null | undefined): void {
    if (guestToken) this.#pass.hold({ guestToken });
  }
}
