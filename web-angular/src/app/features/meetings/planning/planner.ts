import { inject, Injectable } from '@angular/core';
import {
  AnswerAsInvitedDocument,
  CancelPlanDocument,
  ChangePlanDocument,
  InviteePartsFragment,
  PlanDocument,
  PlanPartsFragment,
  ScheduleMeetingDocument,
} from '../../../graph/generated/planning/graphql';
import type {
  CreateMeetingInput,
  InvitationAnswer,
  UpdateMeetingInput,
} from '../../../graph/generated/planning/graphql';
import { Graph } from '../../../graph/graph';
import type { UserError } from '../../../graph/user-error';

/** Somebody who is invited, and what they answered. */
export type Invited = InviteePartsFragment;

/** A meeting with its schedule, as those may see it who ask. */
export interface Plan extends PlanPartsFragment {
  /** Undefined for those who may not know. */
  readonly invitees: readonly Invited[] | undefined;
}

/** What came of a change. */
export interface Outcome {
  /** Of the meeting; undefined when it was refused. */
  readonly code: string | undefined;
  readonly refusals: readonly UserError[];
}

const PAGE = 100;

/** Asks the graph about schedules. All of it throws GraphError when nobody answers. */
@Injectable({ providedIn: 'root' })
export class Planner {
  readonly #graph = inject(Graph);

  /** The plan of a meeting with everybody invited; undefined where there is no such meeting. */
  async plan(code: string): Promise<Plan | undefined> {
    let invitees: Invited[] | undefined;
    for (let after: string | null | undefined; ;) {
      const { meeting } = await this.#graph.ask(PlanDocument, { code, first: PAGE, after });
      if (!meeting) return undefined;
      if (!meeting.invitees) return { ...meeting, invitees: undefined };
      invitees = [...(invitees ?? []), ...meeting.invitees.nodes];
      if (!meeting.invitees.pageInfo.hasNextPage) return { ...meeting, invitees };
      after = meeting.invitees.pageInfo.endCursor;
    }
  }

  async schedule(input: CreateMeetingInput): Promise<Outcome> {
    const { meeting, userErrors } = (await this.#graph.ask(ScheduleMeetingDocument, { input })).createMeeting;
    return { code: meeting?.code, refusals: userErrors };
  }

  async change(input: UpdateMeetingInput): Promise<Outcome> {
    const { meeting, userErrors } = (await this.#graph.ask(ChangePlanDocument, { input })).updateMeeting;
    return { code: meeting?.code, refusals: userErrors };
  }

  /** Calls it off. Gives why not, if so. */
  async cancel(meetingId: string): Promise<string | undefined> {
    const { userErrors } = (await this.#graph.ask(CancelPlanDocument, { input: { meetingId } })).cancelMeeting;
    return userErrors[0]?.message;
  }

  /** Answers as whoever is signed in. Gives why not, if so. */
  async answer(meetingId: string, answer: InvitationAnswer): Promise<string | undefined> {
    const { userErrors } = (await this.#graph.ask(AnswerAsInvitedDocument, { input: { meetingId, answer } }))
      .answerInvitation;
    return userErrors[0]?.message;
  }
}
