import type { Locator, Page } from '@playwright/test';

/** Keeps every peer connection of a page, so that what really arrives can be read from its statistics. */
export async function probeMedia(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const connections: RTCPeerConnection[] = [];
    const Native = RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
    Object.assign(window, { parleyConnections: connections });
  });
}

/** What arrives of one track. */
export interface Picture {
  framesDecoded: number;
  frameWidth: number;
  frameHeight: number;
}

interface Probed extends Window {
  parleyConnections: RTCPeerConnection[];
}

/** Frames decoded of the very track that this video element shows, and their size; zeros while nothing arrives. */
export function pictureIn(video: Locator): Promise<Picture> {
  return video.evaluate(async (element) => {
    const track = ((element as HTMLVideoElement).srcObject as MediaStream | null)?.getVideoTracks()[0];
    for (const connection of (window as unknown as Probed).parleyConnections) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values()) {
        if (entry.type !== 'inbound-rtp' || entry.kind !== 'video' || entry.trackIdentifier !== track?.id) continue;
        const { framesDecoded = 0, frameWidth = 0, frameHeight = 0 } = entry as Partial<Picture>;
        return { framesDecoded, frameWidth, frameHeight };
      }
    }
    return { framesDecoded: 0, frameWidth: 0, frameHeight: 0 };
  });
}

/** Energy of all sound that this page received and played out since its connections began. */
export function soundHeard(page: Page): Promise<number> {
  return page.evaluate(async () => {
    let energy = 0;
    for (const connection of (window as unknown as Probed).parleyConnections) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values())
        if (entry.type === 'inbound-rtp' && entry.kind === 'audio')
          energy += (entry as { totalAudioEnergy?: number }).totalAudioEnergy ?? 0;
    }
    return energy;
  });
}

/** Pictures that this page receives: frames decoded so far, by the track's id in its connection. */
export function picturesReceived(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const frames: Record<string, number> = {};
    for (const connection of (window as unknown as Probed).parleyConnections) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values())
        if (entry.type === 'inbound-rtp' && entry.kind === 'video')
          frames[String(entry.id)] = (entry as Partial<Picture>).framesDecoded ?? 0;
    }
    return frames;
  });
}

/** How many pictures really came within this time. */
export async function picturesComing(page: Page, withinMs = 1500): Promise<number> {
  const before = await picturesReceived(page);
  await new Promise((resolve) => setTimeout(resolve, withinMs));
  const after = await picturesReceived(page);
  return Object.entries(after).filter(([id, frames]) => frames > (before[id] ?? 0)).length;
}

/** The camera as it is sent: in how many sizes it can be had, and frames sent so far of all of them. */
export function cameraSent(page: Page): Promise<{ sizes: number; frames: number }> {
  return page.evaluate(async () => {
    const sent = { sizes: 0, frames: 0 };
    for (const connection of (window as unknown as Probed).parleyConnections) {
      if (connection.connectionState === 'closed') continue;
      for (const sender of connection.getSenders()) {
        if (sender.track?.kind !== 'video') continue;
        sent.sizes = Math.max(sent.sizes, sender.getParameters().encodings.length);
        for (const entry of (await sender.getStats()).values())
          if (entry.type === 'outbound-rtp') sent.frames += (entry as { framesSent?: number }).framesSent ?? 0;
      }
    }
    return sent;
  });
}

/** Frames a second of the picture that a video element shows, over this time. */
export async function rateIn(video: Locator, overMs = 4000): Promise<number> {
  const [before, begun] = [(await pictureIn(video)).framesDecoded, performance.now()];
  await new Promise((resolve) => setTimeout(resolve, overMs));
  return (((await pictureIn(video)).framesDecoded - before) * 1000) / (performance.now() - begun);
}

/** How the picture of a video element is now: small, as grey values 0–255. */
async function sample(video: Locator): Promise<number[]> {
  return video.evaluate((element) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [64, 36];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('no canvas');
    context.drawImage(element as HTMLVideoElement, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: canvas.width * canvas.height }, (_, i) =>
      Math.round(((data[i * 4] ?? 0) + (data[i * 4 + 1] ?? 0) + (data[i * 4 + 2] ?? 0)) / 3),
    );
  });
}

/** How a picture is: whether it is one flat colour, and how many of its points changed within a moment. */
export interface Motion {
  shades: number;
  changed: number;
}

/** Looks twice at what a video element shows. A still or black picture has `changed` 0, an empty one `shades` 1. */
export async function motionIn(video: Locator, betweenMs = 400): Promise<Motion> {
  const before = await sample(video);
  await new Promise((resolve) => setTimeout(resolve, betweenMs));
  const after = await sample(video);
  return {
    shades: new Set(after).size,
    changed: after.filter((value, i) => Math.abs(value - (before[i] ?? 0)) > 16).length,
  };
}
