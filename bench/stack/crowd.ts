import { portsOf } from '@parley/tools/bootstrap/ports.mjs';
import { startCamera, type Camera } from './camera.ts';
import { createMeeting, joinMeeting } from './meetings.ts';
import type { Parley } from './parley.ts';
import { signUpMany, type Person } from './people.ts';

/** A meeting with cameras in it. */
export interface Crowd {
  code: string;
  stop(): Promise<void>;
}

/** LiveKit itself, past the gate: its native clients send an Authorization header, which the gate does not take. */
export function livekitOf({ url }: Parley): string {
  return `ws://127.0.0.1:${portsOf({ PARLEY_PORT: new URL(url).port }).livekit}`;
}

/** A new meeting with so many devices of its host, each with a camera of 320 × 180. @param framesPerSecond 1–30 */
export async function startCrowd(parley: Parley, cameras: number, framesPerSecond = 10): Promise<Crowd> {
  const [host] = (await signUpMany(parley, 1)) as [Person];
  const code = await createMeeting(parley, host);
  const url = livekitOf(parley);
  const running: Camera[] = [];
  for (let one = 0; one < cameras; one += 1) {
    const { token } = await joinMeeting(parley, host, code);
    running.push(await startCamera({ url, token }, framesPerSecond));
  }
  return { code, stop: async () => void (await Promise.all(running.map((camera) => camera.stop()))) };
}
