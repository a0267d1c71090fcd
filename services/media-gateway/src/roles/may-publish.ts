import type { MeetingPermissions } from '../meetings/meeting.ts';
import type { ParticipantRole } from '../participants/participant.ts';

/** What somebody can send. A shared screen has sound of its own. */
export const MEDIA_SOURCES = ['MICROPHONE', 'CAMERA', 'SCREEN_SHARE'] as const;
export type MediaSource = (typeof MEDIA_SOURCES)[number];

type Allowed = Pick<MeetingPermissions, 'presentersMayUnmute' | 'presentersMayStartVideo' | 'presentersMayShare'>;

const NEEDS: Record<MediaSource, keyof Allowed> = {
  MICROPHONE: 'presentersMayUnmute',
  CAMERA: 'presentersMayStartVideo',
  SCREEN_SHARE: 'presentersMayShare',
};

/** What a role may send: hosts and co-hosts everything, presenters what the meeting lets them, viewers nothing. */
export function mayPublish(role: ParticipantRole, meeting: Allowed): readonly MediaSource[] {
  if (role === 'VIEWER') return [];
  return role === 'PRESENTER' ? MEDIA_SOURCES.filter((source) => meeting[NEEDS[source]]) : MEDIA_SOURCES;
}
