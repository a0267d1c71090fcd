import { topics, type FleetingValue, type UserId } from '@parley/contracts';

/** How reachable somebody is. Today only ONLINE and OFFLINE come about. */
export const AVAILABILITIES = ['ONLINE', 'AWAY', 'BUSY', 'DO_NOT_DISTURB', 'IN_A_CALL', 'OFFLINE'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** What is shown of somebody, and its place in the order of what was shown. */
export interface Presence {
  readonly userId: UserId;
  readonly availability: Availability;
  /** When their last device was last here; null while they are here, and when they never were. */
  readonly lastSeenAt: Date | null;
  /** Rises with every change; 0: never seen. */
  readonly revision: number;
}

/** Somebody who was never seen. */
export const unseen = (userId: UserId): Presence => ({
  userId,
  availability: 'OFFLINE',
  lastSeenAt: null,
  revision: 0,
});

/** A presence as followers get it: complete in itself. */
export function valueOf({ userId, availability, lastSeenAt, revision }: Presence): FleetingValue {
  return {
    topic: topics.presence(userId),
    revision,
    event: {
      __typename: 'Presence',
      userId,
      availability,
      lastSeenAt: lastSeenAt?.toISOString() ?? null,
      text: null,
    },
  };
}
