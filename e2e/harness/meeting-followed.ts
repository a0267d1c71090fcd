import type { ExecutionResult } from 'graphql';
import type { Client } from 'graphql-ws';
import { until } from './until.ts';

export interface MeetingEvent {
  __typename: string;
  cursor: string;
  waitingCount?: number;
  isAdmitted?: boolean;
  participant?: { id: string; displayName: string; isGuest: boolean; role: string };
  participantId?: string;
  /** `Muted.participantId`, which may be null. */
  whose?: string | null;
  wasRemoved?: boolean;
  source?: string;
  by?: string;
  meeting?: { id: string; state: string; isLocked: boolean; waitingCount: number | null };
}

const NOTICE = `... on MeetingChanged { cursor meeting { id state isLocked waitingCount } }`;
const EVENTS = `subscription ($code: String!, $after: String, $guestToken: String) { meetingEvents(code: $code, after: $after, guestToken: $guestToken) {
  __typename ... on MeetingReady { cursor } ... on Resync { cursor } ... on LobbyMoved { cursor waitingCount } ... on AdmissionDecided { cursor isAdmitted }
  ... on ParticipantChanged { cursor participant { id displayName isGuest role } }
  ... on ParticipantLeft { cursor participantId wasRemoved } ... on Muted { cursor whose: participantId source by } ... on UnmuteAsked { cursor participantId by } ${NOTICE} } }`;
const INBOX = `subscription { inbox { __typename ${NOTICE} } }`;

/** A meeting's events, or an inbox, as they come to one client. */
export class MeetingFollowed {
  readonly events: MeetingEvent[] = [];
  error: unknown;
  isOver = false;
  readonly end: () => void;

  private constructor(client: Client, field: string, query: string, variables: Record<string, unknown>) {
    this.end = client.subscribe(
      { query, variables },
      {
        next: ({ data, errors }: ExecutionResult<Record<string, unknown>>) => {
          if (errors) this.error = errors;
          else this.events.push(data?.[field] as MeetingEvent);
        },
        error: (error) => (this.error = error),
        complete: () => (this.isOver = true),
      },
    );
  }

  static meeting(client: Client, code: string, more: { after?: string; guestToken?: string } = {}): MeetingFollowed {
    return new MeetingFollowed(client, 'meetingEvents', EVENTS, { code, ...more });
  }

  static inbox(client: Client): MeetingFollowed {
    return new MeetingFollowed(client, 'inbox', INBOX, {});
  }

  named(name: string): MeetingEvent[] {
    return this.events.filter(({ __typename }) => __typename === name);
  }

  async until(isSo: (followed: MeetingFollowed) => boolean, withinMs = 10_000): Promise<void> {
    await until(() => isSo(this) || this.error !== undefined, withinMs);
    if (!isSo(this)) throw new Error(`not so: ${JSON.stringify({ events: this.events, error: this.error })}`);
  }

  /** Resolves when what follows is live. */
  ready(): Promise<void> {
    return this.until(({ events }) => events.some(({ __typename }) => /Ready$/.test(__typename)));
  }
}
