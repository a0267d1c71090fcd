import { Refused } from '@parley/errors';
import { RoomServiceClient, ServerError } from 'livekit-server-sdk';
import type { LiveKitOptions } from './livekit-options.ts';

/** Seconds until a call to LiveKit counts as unanswered. */
const TIMEOUT_SECONDS = 3;

/** LiveKit's room service. */
export function roomClient({ url, apiKey, apiSecret }: LiveKitOptions): RoomServiceClient {
  return new RoomServiceClient(url, apiKey, apiSecret, { requestTimeout: TIMEOUT_SECONDS, failover: false });
}

/** What comes instead when LiveKit knows of no such room, participant or track. */
export async function unlessAbsent<T>(call: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ServerError && error.status === 404) return otherwise;
    throw error;
  }
}

/** @throws Refused UNAVAILABLE when LiveKit does not answer */
export async function answered<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch {
    throw new Refused('UNAVAILABLE', 'The media server does not answer. Try again in a moment.');
  }
}
