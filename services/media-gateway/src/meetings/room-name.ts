import { randomBytes } from 'node:crypto';

const BYTES = 16;

/** A new name of a room at LiveKit: opaque, never the meeting's code, and never given twice. */
export const newRoomName = (): string => `rm_${randomBytes(BYTES).toString('base64url')}`;
