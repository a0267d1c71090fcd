import type { MeetingPartsFragment, PermissionPartsFragment } from '../../graph/generated/meeting/graphql';

/** What presenters may do in this meeting; hosts and co-hosts may everything, viewers nothing of it. */
export type Permissions = PermissionPartsFragment;

/** What is known of the meeting itself. */
export interface MeetingFacts extends Omit<MeetingPartsFragment, 'permissions' | 'host'> {
  readonly hostName: string | undefined;
  readonly permissions: Permissions;
}

/** Reads what the graph says. What it keeps to itself counts as allowed: the media server has the last word. */
export function factsOf({ permissions, host, ...rest }: MeetingPartsFragment): MeetingFacts {
  return {
    ...rest,
    hostName: host?.displayName,
    permissions: permissions ?? {
      presentersMayUnmute: true,
      presentersMayStartVideo: true,
      presentersMayShare: true,
      presentersMayChat: true,
    },
  };
}
