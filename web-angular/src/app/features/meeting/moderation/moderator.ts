import { inject, Injectable } from '@angular/core';
import {
  AskToUnmuteDocument,
  EndMeetingDocument,
  LockMeetingDocument,
  MuteDocument,
  RemoveParticipantDocument,
  SetRoleDocument,
  UpdateMeetingDocument,
} from '../../../graph/generated/meeting/graphql';
import type {
  MediaSource,
  MeetingPartsFragment,
  ParticipantRole,
  UpdateMeetingInput,
} from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { UserError } from '../../../graph/user-error';
import { Toaster } from '../../../ui/toaster';
import { Attendee } from '../attendees';
import { MeetingBook } from '../meeting-book';

/** Somebody in the meeting, as far as a moderator needs to name them. */
export type Target = Pick<Attendee, 'id' | 'name'>;
/** What of the meeting a moderator may set. */
export type Settings = Omit<UpdateMeetingInput, 'meetingId' | 'title'>;
/** What a verb comes to. */
interface Outcome {
  readonly meeting?: MeetingPartsFragment | object | null;
  readonly userErrors: readonly UserError[];
}

/** What hosts and co-hosts do to others and to the meeting. Every refusal is told; each verb gives whether it was done. */
@Injectable()
export class Moderator {
  readonly #graph = inject(Graph);
  readonly #book = inject(MeetingBook);
  readonly #toaster = inject(Toaster);

  /** Mutes somebody, or takes their camera or screen off. */
  async mute({ id }: Target, source: MediaSource): Promise<boolean> {
    return this.#about(id, async (meetingId, participantId) => {
      const input = { meetingId, source, target: { participantId } };
      return (await this.#graph.ask(MuteDocument, { input })).mute;
    });
  }

  /** Mutes everybody but hosts. */
  async muteEveryone(): Promise<boolean> {
    const isDone = await this.#do(async (meetingId) => {
      const input = { meetingId, source: 'MICROPHONE' as const, target: { everyone: true } };
      return (await this.#graph.ask(MuteDocument, { input })).mute;
    });
    if (isDone) this.#toaster.show($localize`:@@mutedEveryone:Everyone is muted`);
    return isDone;
  }

  /** Asks somebody to unmute; whether they do is theirs. */
  async askToUnmute({ id, name }: Target): Promise<boolean> {
    const isDone = await this.#about(
      id,
      async (meetingId, participantId) =>
        (await this.#graph.ask(AskToUnmuteDocument, { input: { meetingId, participantId } })).askToUnmute,
    );
    if (isDone) this.#toaster.show($localize`:@@askedToUnmute:${name}:name: has been asked to unmute`);
    return isDone;
  }

  /** Gives somebody another role. */
  async setRole({ id, name }: Target, role: ParticipantRole): Promise<boolean> {
    const isDone = await this.#about(
      id,
      async (meetingId, participantId) =>
        (await this.#graph.ask(SetRoleDocument, { input: { meetingId, participantId, role } })).setRole,
    );
    if (isDone) this.#toaster.show(roleGiven(name, role));
    return isDone;
  }

  /** Takes somebody out; with `isBanned` they cannot come back. */
  async remove({ id, name }: Target, isBanned: boolean): Promise<boolean> {
    const isDone = await this.#about(id, async (meetingId, participantId) => {
      const input = { meetingId, participantId, ban: isBanned };
      return (await this.#graph.ask(RemoveParticipantDocument, { input })).removeParticipant;
    });
    if (isDone) this.#toaster.show($localize`:@@removed:${name}:name: was removed from the meeting`);
    return isDone;
  }

  /** Lets nobody else in, or lets people in again. */
  async lock(isLocked: boolean): Promise<boolean> {
    return this.#do(
      async (meetingId) =>
        (await this.#graph.ask(LockMeetingDocument, { input: { meetingId, locked: isLocked } })).lockMeeting,
    );
  }

  /** Changes what holds for everybody: who may join by the link, the waiting room, what presenters may do, the passcode (empty: none). */
  async change(settings: Settings): Promise<boolean> {
    return this.#do(
      async (meetingId) =>
        (await this.#graph.ask(UpdateMeetingDocument, { input: { meetingId, ...settings } })).updateMeeting,
    );
  }

  /** Ends the meeting for everybody. */
  async endForAll(): Promise<boolean> {
    return this.#do(
      async (meetingId) => (await this.#graph.ask(EndMeetingDocument, { input: { meetingId } })).endMeeting,
    );
  }

  async #about(
    id: string | undefined,
    act: (meetingId: string, participantId: string) => Promise<Outcome>,
  ): Promise<boolean> {
    return id === undefined ? false : this.#do((meetingId) => act(meetingId, id));
  }

  async #do(act: (meetingId: string) => Promise<Outcome>): Promise<boolean> {
    const meetingId = this.#book.facts()?.id;
    if (meetingId === undefined) return false;
    try {
      const { meeting, userErrors } = await act(meetingId);
      if (meeting && 'permissions' in meeting) this.#book.learn(meeting);
      const [refusal] = userErrors;
      if (refusal) this.#toaster.show(refusal.message);
      return !refusal;
    } catch {
      this.#toaster.show($localize`:@@moderationFailed:That did not work. Check your connection and try again.`);
      return false;
    }
  }
}

function roleGiven(name: string, role: ParticipantRole): string {
  switch (role) {
    case 'HOST':
      return $localize`:@@isHostNow:${name}:name: is a host now`;
    case 'CO_HOST':
      return $localize`:@@isCoHostNow:${name}:name: is a co-host now`;
    case 'PRESENTER':
      return $localize`:@@isPresenterNow:${name}:name: is a presenter now`;
    case 'VIEWER':
      return $localize`:@@isViewerNow:${name}:name: is a viewer now`;
  }
}
