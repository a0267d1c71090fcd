import { ChangeDetectionStrategy, Component, DestroyRef, effect, inject, input, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { Afloat } from '../../session/afloat';
import { MeetingPage } from './meeting-page';

/** A meeting's address. The meeting itself is kept by the root, and goes on when one leaves the address. */
@Component({
  selector: 'parley-meeting-route',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { style: 'display: none' },
  template: '',
})
export class MeetingRoute {
  /** From the address. */
  readonly code = input.required<string>();

  constructor() {
    const afloat = inject(Afloat);
    const from = inject(Router).currentNavigation()?.previousNavigation?.finalUrl?.toString();
    if (from && !from.startsWith('/m/')) afloat.place = from;
    effect(() => {
      const code = this.code();
      untracked(() => afloat.open(MeetingPage, code));
    });
    inject(DestroyRef).onDestroy(() => afloat.shrink());
  }
}
