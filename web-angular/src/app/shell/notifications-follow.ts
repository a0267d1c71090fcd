import { effect, inject, Injectable, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { PushControl } from '../features/notifications/push-control';
import { Session } from '../session/session';

/** Goes where a pressed notification leads, and says at each start that this browser is still told. */
@Injectable({ providedIn: 'root' })
export class NotificationsFollow {
  constructor() {
    const [router, push, { state }] = [inject(Router), inject(PushControl), inject(Session)];
    effect(() => {
      if (state() === 'signed-in') untracked(() => void push.look());
    });
    if (!('serviceWorker' in navigator)) return;
    navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ lead?: unknown }>) => {
      // The rest of the app is where a call that rings is answered, wherever one is.
      if (typeof data?.lead === 'string' && /^\/\w/.test(data.lead)) void router.navigateByUrl(data.lead);
    });
  }
}
