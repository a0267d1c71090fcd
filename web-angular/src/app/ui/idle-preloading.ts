import { Injectable } from '@angular/core';
import { PreloadingStrategy, Route } from '@angular/router';
import { defer, EMPTY, Observable, switchMap } from 'rxjs';

/** Milliseconds the first page has the network for itself: its own data comes before pages nobody has asked for. */
const SETTLED_MS = 8_000;

/**
 * Fetches the other pages when the browser has nothing to do, so that going there is instant and works offline. Routes with
 * `data: { isForMachines: true }` are nobody's next page.
 */
@Injectable({ providedIn: 'root' })
export class IdlePreloading implements PreloadingStrategy {
  preload({ data }: Route, load: () => Observable<unknown>): Observable<unknown> {
    const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
    return connection?.saveData || data?.['isForMachines'] ? EMPTY : defer(settled).pipe(switchMap(load));
  }
}

/** Resolves when the first page has had the network for itself, and the browser has nothing to do. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
  if ('requestIdleCallback' in globalThis)
    await new Promise((resolve) => requestIdleCallback(resolve, { timeout: 5000 }));
}
