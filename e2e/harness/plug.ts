import type { Page } from '@playwright/test';

type Kind = 'videoinput' | 'audioinput' | 'audiooutput';

interface Plugged extends Window {
  parleyPlug: (kind: Kind, label: string, isIn: boolean) => void;
}

/**
 * Chromium's fake devices can be neither pulled nor put in while it runs. This does to a page what pulling one does: the browser lists
 * it no more, refuses it by name, its tracks end, and the page hears `devicechange`. All other devices stay the browser's own.
 */
export async function makePluggable(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const out = new Set<string>();
    const live = new Set<MediaStreamTrack>();
    const list = mediaDevices.enumerateDevices.bind(mediaDevices);
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    const isOut = ({ kind, label }: Pick<MediaDeviceInfo, 'kind' | 'label'>) => out.has(`${kind} ${label}`);
    mediaDevices.enumerateDevices = async () => (await list()).filter((device) => !isOut(device));
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      for (const track of stream.getTracks()) {
        if (isOut({ kind: `${track.kind as 'audio' | 'video'}input`, label: track.label })) {
          stream.getTracks().forEach((one) => one.stop());
          throw new OverconstrainedError('deviceId');
        }
        live.add(track);
      }
      return stream;
    };
    (window as unknown as Plugged).parleyPlug = (kind, label, isIn) => {
      if (isIn) out.delete(`${kind} ${label}`);
      else out.add(`${kind} ${label}`);
      for (const track of isIn ? [] : live)
        if (`${track.kind}input` === kind && track.label === label && track.readyState === 'live') {
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      mediaDevices.dispatchEvent(new Event('devicechange'));
    };
  });
}

/** Pulls a device, by its name. */
export function pull(page: Page, kind: Kind, label: string): Promise<void> {
  return page.evaluate(([k, l]) => (window as unknown as Plugged).parleyPlug(k, l, false), [kind, label] as const);
}

/** Puts it in again. */
export function plugIn(page: Page, kind: Kind, label: string): Promise<void> {
  return page.evaluate(([k, l]) => (window as unknown as Plugged).parleyPlug(k, l, true), [kind, label] as const);
}
