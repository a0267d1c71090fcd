import type { ClosedReason } from './livekit/room-port';

/** Where one stands with a meeting. Everything after `in-call` says how it ended, for me. */
export type Phase =
  | 'loading'
  | 'unreachable'
  | 'not-found'
  | 'sign-in'
  | 'pre-join'
  | 'joining'
  | 'waiting'
  | 'gave-up'
  | 'turned-away'
  | 'refused'
  | 'in-call'
  | ClosedReason;
