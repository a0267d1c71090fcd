import { effect, Signal, signal } from '@angular/core';

/** Follows `source` once it has been still for `milliseconds`. An empty text is taken at once. */
export function debounced(source: () => string, milliseconds: number): Signal<string> {
  const settled = signal('');
  effect((onCleanup) => {
    const value = source();
    const timer = setTimeout(() => settled.set(value), value ? milliseconds : 0);
    onCleanup(() => clearTimeout(timer));
  });
  return settled.asReadonly();
}
