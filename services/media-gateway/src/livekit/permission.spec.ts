import { TrackSource } from 'livekit-server-sdk';
import { describe, expect, it } from 'vitest';
import { MEDIA_SOURCES, type MediaSource } from '../roles/may-publish.ts';
import { permissionFor, sourcesOf } from './permission.ts';

const some: readonly MediaSource[][] = [[], ['MICROPHONE'], ['CAMERA', 'SCREEN_SHARE'], [...MEDIA_SOURCES]];

describe('permissions', () => {
  it.each(some.map((sources) => [sources]))('for %o read back as they were given', (sources) => {
    expect(sourcesOf(permissionFor(sources))).toEqual(sources);
  });

  it('never leave the list of sources empty for whoever may publish: to LiveKit that is everything', () => {
    expect(permissionFor([])).toMatchObject({ canSubscribe: true, canPublish: false, canPublishData: false });
  });

  it('that are none of ours are known as such', () => {
    const ours = permissionFor(['MICROPHONE']);
    for (const other of [
      undefined,
      { ...ours, canPublishSources: [] },
      { ...ours, canPublishSources: [TrackSource.MICROPHONE, TrackSource.UNKNOWN] },
      { ...ours, canPublishSources: [TrackSource.SCREEN_SHARE] },
      { ...ours, canPublishData: true },
      { ...ours, canSubscribe: false },
      { ...ours, canUpdateMetadata: true },
    ])
      expect(sourcesOf(other)).toBeNull();
  });
});
