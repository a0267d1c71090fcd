/**
 * Names an operation after its document and variables, less the cursor: everybody who follows the same thing uses the same id,
 * so that the server may send all of them the same bytes. Deterministic, 53 bits; a clash on one socket is told apart by the caller.
 */
export function operationId(query: string, variables: Readonly<Record<string, unknown>>): string {
  const { after: _cursor, ...rest } = variables;
  const sorted = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
  return hash(`${query}\n${JSON.stringify(sorted)}`);
}

/** cyrb53: small, quick, well spread; no secret depends on it. */
function hash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
}
