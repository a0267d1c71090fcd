import { inject } from '@angular/core';
import { CanActivateFn, Router } from '@angular/router';
import { Session } from './session';

/** Only an address of our own may be returned to; anything else would be an open door to elsewhere. */
export function safeReturn(address: string | null | undefined): string {
  return address && /^\/(?![/\\])/.test(address) ? address : '/';
}

/** Lets people in who are signed in; others sign in first and come back here. */
export const signedIn: CanActivateFn = (_route, state) =>
  inject(Session).state() !== 'signed-out' ||
  inject(Router).createUrlTree(['/sign-in'], { queryParams: state.url === '/' ? {} : { return: state.url } });

/** Keeps people who are signed in away from the doors they have passed. */
export const signedOut: CanActivateFn = (route) =>
  inject(Session).state() === 'signed-out' || inject(Router).parseUrl(safeReturn(route.queryParamMap.get('return')));
