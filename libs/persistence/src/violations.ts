import { QueryFailedError } from 'typeorm';

/** Whether Postgres refused a row because this unique constraint (any, without a name) has one already. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause = error.driverError as { code?: string; constraint?: string };
  return cause.code === '23505' && (constraint === undefined || cause.constraint === constraint);
}
