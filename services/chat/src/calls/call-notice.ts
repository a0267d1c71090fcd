import type { CallKind, CallSnapshot, CallState } from '@parley/contracts';
import type { Person } from '../people/person.ts';

/** A call as it stood when something happened. */
export interface CallNotice {
  id: string;
  state: CallState;
  kind: CallKind;
  caller: Person & { isGuest: boolean; isSystem: boolean };
  isGroup: boolean;
  meetingCode: string;
  /** ISO time until which it rings; null where it does not. */
  expiresAt: string | null;
}

export const noticeOf = (call: CallSnapshot, state: CallState, expiresAt: string | null = null): CallNotice => ({
  id: call.callId,
  state,
  kind: call.kind,
  caller: { ...call.caller, isGuest: false, isSystem: false },
  isGroup: call.isGroup,
  meetingCode: call.meetingCode,
  expiresAt,
});

/** As the graph's types say it, complete in itself. */
export const callObject = ({ caller, ...call }: CallNotice) => ({
  __typename: 'CallNotice',
  ...call,
  caller: { __typename: 'MessageAuthor', ...caller },
});
