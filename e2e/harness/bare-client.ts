import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const CLIENT = join(dirname(createRequire(import.meta.url).resolve('livekit-client')), 'livekit-client.umd.js');

interface Bare extends Window {
  LivekitClient: typeof import('livekit-client');
}

/**
 * Joins with LiveKit's bare client and a join token, camera on, as somebody who has nobody left to ask; shows everybody's
 * picture on the page.
 */
export async function joinBare(page: Page, url: string, token: string): Promise<void> {
  await page.evaluate(readFileSync(CLIENT, 'utf8'));
  await page.evaluate(
    async ([url = '', token = '']) => {
      const { Room, RoomEvent } = (window as unknown as Bare).LivekitClient;
      const room = new Room();
      room.on(RoomEvent.TrackSubscribed, (track) => document.body.append(track.attach()));
      await room.connect(url, token);
      await room.localParticipant.setCameraEnabled(true);
    },
    [url, token],
  );
}
