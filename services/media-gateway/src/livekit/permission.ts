import { TrackSource } from 'livekit-server-sdk';
import { MEDIA_SOURCES, type MediaSource } from '../roles/may-publish.ts';
import { WIDEST_GRANTS } from './join-grants.ts';

/** LiveKit's words for what one sends. A shared screen has sound of its own. */
export const TRACK_SOURCES: Record<MediaSource, readonly TrackSource[]> = {
  MICROPHONE: [TrackSource.MICROPHONE],
  CAMERA: [TrackSource.CAMERA],
  SCREEN_SHARE: [TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO],
};

/** What LiveKit tells of what somebody may do. */
export interface Permission {
  canSubscribe: boolean;
  canPublish: boolean;
  canPublishData: boolean;
  canPublishSources: readonly TrackSource[];
  canUpdateMetadata: boolean;
}

/** See and hear, and send these. To LiveKit an empty list is every source: whoever may send nothing may not publish. */
export function permissionFor(sources: readonly MediaSource[]): Permission {
  return {
    canSubscribe: WIDEST_GRANTS.canSubscribe,
    canPublish: sources.length > 0,
    canPublishData: WIDEST_GRANTS.canPublishData,
    canPublishSources: sources.flatMap((source) => TRACK_SOURCES[source]),
    canUpdateMetadata: WIDEST_GRANTS.canUpdateOwnMetadata,
  };
}

/** What somebody may send by this permission; null when it is none that we give. */
export function sourcesOf(given: Permission | undefined): readonly MediaSource[] | null {
  if (!given) return null;
  const sources = given.canPublish ? MEDIA_SOURCES.filter((source) => hasAll(given, TRACK_SOURCES[source])) : [];
  return isSame(given, permissionFor(sources)) ? sources : null;
}

const hasAll = ({ canPublishSources }: Permission, wanted: readonly TrackSource[]): boolean =>
  wanted.every((source) => canPublishSources.includes(source));

function isSame(a: Permission, b: Permission): boolean {
  return (
    a.canSubscribe === b.canSubscribe &&
    a.canPublish === b.canPublish &&
    a.canPublishData === b.canPublishData &&
    a.canUpdateMetadata === b.canUpdateMetadata &&
    (!b.canPublish || (a.canPublishSources.length === b.canPublishSources.length && hasAll(a, b.canPublishSources)))
  );
}
