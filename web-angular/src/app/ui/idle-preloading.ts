import { Injectable } from '@angular/core';
import { PreloadingStrategy, Route } from '@angular/router';
import { defer, EMPTY, Observable, switchMap } from 'rxjs';

/** Fetches the other pages when the browser has nothing to do, so that going there is instant and works offline. */
@Injectable({ providedIn: 'root' })
export class IdlePreloading implements PreloadingStrategy {
  preload(_route: Route, load: () => Observable<unknown>): Observable<unknown> {
    const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
    return connection?.saveData ? EMPTY : defer(idle).pipe(switchMap(load));
  }
}

function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 5000 });
    else setTimeout(resolve, 1500);
  });
}
