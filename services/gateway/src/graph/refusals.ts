import { ERROR_CODES, type ErrorCode } from '@parley/contracts';
import type { GraphQLFormattedError } from 'graphql';

/** An error as clients see it: a code of the closed set, and the id under which it stands in the log. */
export interface PublicError extends GraphQLFormattedError {
  readonly extensions: { readonly code: ErrorCode; readonly requestId: string; readonly [key: string]: unknown };
}

const CODES = new Set<unknown>(ERROR_CODES);
/** Extensions besides `code` that may pass from a subgraph to a client. */
const PASSED = ['retryAfterMs', 'requiredScopes'] as const;
const MASKED = 'Something went wrong on our side.';

/** Something a program can act on, made here. */
export function refusal(
  code: ErrorCode,
  message: string,
  requestId: string,
  more: Record<string, unknown> = {},
): PublicError {
  return { message, extensions: { code, ...more, requestId } };
}

/**
 * An error of a document, a subgraph or our own making, as clients may see it. What has no code of the closed set is
 * masked and told to `onMasked`.
 */
export function publicError(
  error: GraphQLFormattedError,
  requestId: string,
  onMasked: (error: unknown) => void,
): PublicError {
  const place = {
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
  };
  const code = error.extensions?.['code'];
  if (!CODES.has(code)) {
    onMasked(error);
    return { message: MASKED, ...place, extensions: { code: 'INTERNAL', requestId } };
  }
  const extensions: Record<string, unknown> = { code };
  for (const name of PASSED) if (error.extensions?.[name] !== undefined) extensions[name] = error.extensions[name];
  return { message: error.message, ...place, extensions: { ...extensions, code: code as ErrorCode, requestId } };
}
