import { SESSION_SCOPE, type ErrorCode, type Refusal, type UserErrorCode } from '@parley/contracts';

/**
 * Something was refused, with a code of the closed set and a sentence that says what to do.
 * Services throw it; a mutation returns it in `userErrors`, every other door as an error with `extensions.code`.
 */
export class Refused extends Error {
  readonly code: ErrorCode | UserErrorCode;
  /** Input field the refusal is about, as a path. */
  readonly field: string[] | undefined;
  /** Milliseconds to wait before trying again, with RATE_LIMITED. */
  readonly retryAfterMs: number | undefined;
  /** Scopes that the caller's token lacks, with FORBIDDEN. */
  readonly requiredScopes: readonly string[] | undefined;

  constructor(
    code: ErrorCode | UserErrorCode,
    message: string,
    details: { field?: string[]; retryAfterMs?: number; requiredScopes?: readonly string[] } = {},
  ) {
    super(message);
    this.name = 'Refused';
    this.code = code;
    this.field = details.field;
    this.retryAfterMs = details.retryAfterMs;
    this.requiredScopes = details.requiredScopes;
  }

  static badInput(message: string, ...field: string[]): Refused {
    return new Refused('BAD_USER_INPUT', message, { field });
  }

  /** A token that is too narrow for what was asked. */
  static lacksScopes(requiredScopes: readonly string[]): Refused {
    const what = requiredScopes.includes(SESSION_SCOPE)
      ? 'Only a signed-in person may do this; an access token may not.'
      : `The access token lacks ${requiredScopes.join(' and ')}. Make one that has it.`;
    return new Refused('FORBIDDEN', what, { requiredScopes });
  }

  /** For what is not there and for what the caller may not know of: the two read alike. */
  static notFound(what: string, ...field: string[]): Refused {
    return new Refused('NOT_FOUND', `There is no such ${what}.`, { field });
  }
}

/** How a thrown thing reads on the wire between processes: what is not a `Refused` is INTERNAL and says nothing. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof Refused)) return { code: 'INTERNAL', message: 'Something went wrong on our side.' };
  const code =
    error.code === 'INVALID_CREDENTIALS' || error.code === 'WEAK_PASSWORD' || error.code === 'EMAIL_TAKEN'
      ? 'BAD_USER_INPUT'
      : error.code;
  return {
    code,
    message: error.message,
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.requiredScopes === undefined ? {} : { requiredScopes: [...error.requiredScopes] }),
  };
}
