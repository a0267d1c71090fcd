import { inject } from '@angular/core';
import { NavigationError } from '@angular/router';
import { Toaster } from './toaster';

const KEY = 'parley.reloaded';

/**
 * A page's script did not come. Offline that is said; online it means that the server has a newer Parley, and the address is
 * loaded anew, once.
 */
export function stuckOnTheWay({ url }: NavigationError): void {
  if (navigator.onLine && sessionStorage.getItem(KEY) !== url) {
    sessionStorage.setItem(KEY, url);
    location.assign(url);
    return;
  }
  inject(Toaster).show($localize`:@@pageNotLoaded:This page could not be loaded. Check your connection and try again.`);
}
