import type { ParticipantRole } from '../../../graph/generated/meeting/graphql';
import type { Permissions } from '../meeting-facts';

/** What one gives to the meeting. */
export type Giving = 'microphone' | 'camera' | 'screen' | 'chat';

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

/** Why a moderator of this role may do nothing about somebody of that role, in words; undefined when they may. */
export function whyNotModerate(mine: ParticipantRole, theirs: ParticipantRole): string | undefined {
  return theirs === 'HOST' && mine !== 'HOST'
    ? $localize`:@@onlyHostsModerateHosts:Only a host can do this to a host.`
    : undefined;
}

/** Why a moderator of this role may not give somebody that role, in words; undefined when they may. */
export function whyNotMake(
  mine: ParticipantRole,
  theirs: ParticipantRole,
  isGuest: boolean,
  wanted: ParticipantRole,
): string | undefined {
  const why = whyNotModerate(mine, theirs);
  if (why) return why;
  if (wanted === 'HOST' && mine !== 'HOST')
    return $localize`:@@onlyHostsMakeHosts:Only a host can make somebody a host.`;
  if (moderates(wanted) && isGuest) return $localize`:@@guestsModerateNot:Hosts and co-hosts need an account.`;
  return undefined;
}

/** Why somebody of this role cannot be asked to unmute, in words; undefined when they can. */
export function whyNotAsk(theirs: ParticipantRole, permissions: Permissions): string | undefined {
  if (whyNotGive(theirs, permissions, 'microphone') === undefined) return undefined;
  return theirs === 'VIEWER'
    ? $localize`:@@viewersCannotUnmute:Viewers cannot unmute.`
    : $localize`:@@presentersCannotUnmute:Presenters may not unmute themselves.`;
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
