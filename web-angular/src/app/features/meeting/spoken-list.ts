/** Names as one says them: *Ada, Grace, and Mara*. */
export function spokenList(names: readonly string[]): string {
  return new Intl.ListFormat($localize.locale ?? 'en', { type: 'conjunction' }).format(names);
}
