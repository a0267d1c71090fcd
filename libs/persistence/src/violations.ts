import { QueryFailedError } from 'typeorm';
import { isConnectionTrouble } from './connection-trouble.ts';

/** Whether Postgres refused a row because this unique constraint (any, without a name) has one already. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const cause = error.driverError as { code?: string; constraint?: string };
  return cause.code === '23505' && (constraint === undefined || cause.constraint === constraint);
}

/** Whether Postgres itself answered with an error: then nothing of that transaction is stored, for certain. */
export function isRefusedByPostgres(error: unknown): boolean {
  return error instanceof Error && 'severity' in error && !isConnectionTrouble(error);
}
