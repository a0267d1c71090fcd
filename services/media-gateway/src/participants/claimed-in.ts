import { requireId } from '@parley/subgraph';
import type { Claimed } from './insiders.ts';
import type { OfOneself } from './of-oneself.graphql.ts';

/** Where they say they are, as it was sent. @throws Refused BAD_USER_INPUT */
export function claimedIn({ meetingId, participantId, guestToken }: OfOneself): Claimed {
  return {
    meetingId: requireId('meeting', meetingId, 'meetingId'),
    participantId: participantId == null ? null : requireId('participant', participantId, 'participantId'),
    guestToken,
  };
}
