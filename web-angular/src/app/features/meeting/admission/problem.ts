import type { RefusedReason } from '../../../graph/generated/meeting/graphql';
import { GraphError } from '../../../graph/graph-error';
import { UserError } from '../../../graph/user-error';

/** Why one is not in, in words, and the field of the form it is about. */
export interface Problem {
  readonly message: string;
  readonly field?: 'displayName' | 'passcode';
  /** Why the door stays shut, for programs. */
  readonly reason?: RefusedReason;
}

/** There is no meeting of this code. @param error what looking for it threw */
export function isUnknown(error: unknown): boolean {
  return error instanceof GraphError && ['NOT_FOUND', 'BAD_USER_INPUT'].includes(error.code);
}

/** Nobody answered, or not in words. @param error what asking threw */
export function unanswered(error?: unknown): Problem {
  return {
    message:
      error instanceof GraphError && error.code === 'OFFLINE'
        ? $localize`:@@joinOffline:The server cannot be reached. Check your connection and try again.`
        : $localize`:@@joinFailed:Joining did not work, and it is not your doing. Try again.`,
  };
}

/** What was wrong with the question. */
export function declined(error: UserError | undefined): Problem {
  if (!error?.message) return unanswered();
  const field = error.field?.at(-1);
  return field === 'displayName' || field === 'passcode'
    ? { message: error.message, field }
    : { message: error.message };
}

/** @param wasGiven whether one gave a passcode at all */
export function passcodeProblem(wasGiven: boolean): Problem {
  return {
    field: 'passcode',
    message: wasGiven
      ? $localize`:@@passcodeWrong:That is not the passcode. Check it and try again.`
      : $localize`:@@passcodeNeeded:This meeting has a passcode. Ask whoever invited you for it.`,
  };
}
