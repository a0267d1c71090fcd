import type { Attendee } from '../attendees';

/** Somebody in the room, silent and unseen; `me` is oneself. */
export function attendee(identity: string, looks: Partial<Attendee> = {}): Attendee {
  return {
    identity,
    name: identity,
    isLocal: identity === 'me',
    id: undefined,
    role: 'PRESENTER',
    isGuest: false,
    hand: 0,
    isSpeaking: false,
    isMicrophoneOn: true,
    isCameraOn: false,
    isSharing: false,
    camera: null,
    screen: null,
    hasPoorNetwork: false,
    ...looks,
  };
}
