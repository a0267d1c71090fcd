import { DestroyRef, inject, Injectable, LOCALE_ID } from '@angular/core';
import { Toaster } from '../../../ui/toaster';
import { MeetingEvents } from '../meeting-events';

/** Tells that people have met for almost as long as they may. */
@Injectable()
export class LimitHerald {
  readonly #toaster = inject(Toaster);
  readonly #locale = inject(LOCALE_ID);

  constructor() {
    const end = inject(MeetingEvents).listen((event) => {
      if (event.__typename === 'SessionEnding') this.#warn(new Date(event.endsAt));
    });
    inject(DestroyRef).onDestroy(end);
  }

  #warn(at: Date): void {
    // One read later, after a reload, may be over.
    if (at.getTime() <= Date.now()) return;
    const time = new Intl.DateTimeFormat(this.#locale, { timeStyle: 'short' }).format(at);
    this.#toaster.show($localize`:@@sessionEnding:This meeting ends at ${time}:time: because of its time limit`);
  }
}
