import { topics, type FleetingValue, type UserId } from '@parley/contracts';

/** How reachable somebody is. */
export const AVAILABILITIES = ['ONLINE', 'AWAY', 'BUSY', 'DO_NOT_DISTURB', 'IN_A_CALL', 'OFFLINE'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** What is shown of somebody, and its place in the order of what was shown. */
export interface Presence {
  readonly userId: UserId;
  readonly availability: Availability;
  /** When they were last shown as here; null while they are, when they never were, and when they hide it. */
  readonly lastSeenAt: Date | null;
  /** What they say of themselves. */
  readonly text: string | null;
  /** Rises with every change; 0: never seen. */
  readonly revision: number;
}

/** Somebody who was never seen. */
export const unseen = (userId: UserId): Presence => ({
  userId,
  availability: 'OFFLINE',
  lastSeenAt: null,
  text: null,
  revision: 0,
});

/** A presence as followers get it: complete in itself. */
export function valueOf({ userId, availability, lastSeenAt, text, revision }: Presence): FleetingValue {
  return {
    topic: topics.presence(userId),
    revision,
    event: {
      __typename: 'Presence',
      userId,
      availability,
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
      text,
    },
  };
}
