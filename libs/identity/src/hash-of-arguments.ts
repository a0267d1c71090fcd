import { createHash } from 'node:crypto';

/** Keys in order at every depth, so that equal arguments hash alike. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, canonical(v)]),
  );
}

/** What a claim's `hash` must be for a live request with this field and these arguments: SHA-256, base64url. */
export function hashOfArguments(field: string, args: Record<string, unknown>): string {
  return createHash('sha256')
    .update(JSON.stringify([field, canonical(args)]))
    .digest('base64url');
}
