import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Refused, refusalOf } from './refused.ts';

/** A refusal as a GraphQL error; anything else is masked as INTERNAL. */
export function toGraphQLError(error: unknown): GraphQLError {
  const { message, ...extensions } = refusalOf(error);
  return new GraphQLError(message, {
    extensions: { ...extensions },
    originalError: error as Error,
  });
}

/** Codes that GraphQL servers give to documents and variables, in our words. */
const OURS: Record<string, string> = {
  GRAPHQL_PARSE_FAILED: 'BAD_USER_INPUT',
  GRAPHQL_VALIDATION_FAILED: 'BAD_USER_INPUT',
  BAD_REQUEST: 'BAD_USER_INPUT',
  OPERATION_RESOLUTION_FAILURE: 'BAD_USER_INPUT',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
};

/** The root cause of an error that GraphQL servers have wrapped, perhaps several times. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof Error && 'originalError' in cause && cause.originalError) cause = cause.originalError;
  return cause;
}

/**
 * Apollo Server's `formatError`: a refusal keeps its code, a bad document is BAD_USER_INPUT, the rest is masked.
 * `onUnknown` is told of what was masked, so that it reaches the log.
 */
export function formatGraphQLError(onUnknown: (error: unknown) => void) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const cause = causeOf(error);
    const place = {
      ...(formatted.path ? { path: formatted.path } : {}),
      ...(formatted.locations ? { locations: formatted.locations } : {}),
    };
    if (cause instanceof Refused) {
      const { message, ...extensions } = refusalOf(cause);
      return { message, ...place, extensions };
    }
    const code = OURS[String(formatted.extensions?.['code'])];
    if (code) return { message: formatted.message, ...place, extensions: { code } };
    onUnknown(cause);
    return { message: 'Something went wrong on our side.', ...place, extensions: { code: 'INTERNAL' } };
  };
}
