import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { fact } from './fact.ts';

const inMeeting = z.object({
  organisationId: idSchema('organisation'),
  meetingId: idSchema('meeting'),
  participantId: idSchema('participant'),
  /** Null for a guest. */
  userId: idSchema('user').nullable(),
  at: z.string(),
});

/** Somebody's device is in the live meeting. */
export const participantJoined = fact('evt.media.participant.joined.v1', inMeeting);
/** Somebody's device left the live meeting. */
export const participantLeft = fact('evt.media.participant.left.v1', inMeeting);
/** A meeting ended for everybody. */
export const meetingEnded = fact(
  'evt.media.meeting.ended.v1',
  z.object({ organisationId: idSchema('organisation'), meetingId: idSchema('meeting'), at: z.string() }),
);
