import type { ParticipantRole } from '../../../graph/generated/graphql';
import type { Permissions } from '../meeting-facts';

/** What one gives to the meeting. */
export type Giving = 'microphone' | 'camera' | 'screen' | 'chat';
/** What a moderator does about somebody. */
export type Verb = 'mute' | 'stop-video' | 'stop-share' | 'ask-to-unmute' | 'make-host' | 'set-role' | 'remove';

const PERMISSION: Readonly<Record<Giving, keyof Permissions>> = {
  microphone: 'presentersMayUnmute',
  camera: 'presentersMayStartVideo',
  screen: 'presentersMayShare',
  chat: 'presentersMayChat',
};

/** Whether this role moderates. */
export function moderates(role: ParticipantRole): boolean {
  return role === 'HOST' || role === 'CO_HOST';
}

/** Why this role may not give this, in words; undefined when it may. */
export function whyNotGive(role: ParticipantRole, permissions: Permissions, giving: Giving): string | undefined {
  if (moderates(role)) return undefined;
  if (role === 'VIEWER') return viewersMayNot(giving);
  return permissions[PERMISSION[giving]] ? undefined : locked(giving);
}

/** Why a moderator of this role may not do this about somebody of that role, in words; undefined when they may. */
export function whyNotModerate(
  mine: ParticipantRole,
  theirs: ParticipantRole,
  isGuest: boolean,
  verb: Verb,
): string | undefined {
  if (mine !== 'HOST' && verb === 'make-host')
    return $localize`:@@onlyHostsMakeHosts:Only a host can make somebody a host.`;
  if (mine !== 'HOST' && theirs === 'HOST')
    return $localize`:@@onlyHostsModerateHosts:Only a host can do this to a host.`;
  if (isGuest && verb === 'make-host') return $localize`:@@guestsAreNoHosts:Hosts need an account.`;
  return undefined;
}

function viewersMayNot(giving: Giving): string {
  return giving === 'chat'
    ? $localize`:@@viewersNoChat:You are a viewer here. A host can let you write.`
    : $localize`:@@viewersWatch:You are a viewer here. A host can make you a presenter.`;
}

function locked(giving: Giving): string {
  switch (giving) {
    case 'microphone':
      return $localize`:@@lockedMicrophone:The host does not let presenters unmute themselves.`;
    case 'camera':
      return $localize`:@@lockedCamera:The host does not let presenters start video.`;
    case 'screen':
      return $localize`:@@lockedScreen:The host does not let presenters share.`;
    case 'chat':
      return $localize`:@@lockedChat:The host does not let presenters write.`;
  }
}
