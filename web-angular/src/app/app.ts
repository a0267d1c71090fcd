import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { MeetingNews } from './shell/meeting-news';
import { LiveRegion } from './ui/live-region';
import { Toasts } from './ui/toasts';

/** The root: one outlet, the one live region and the toasts, so that they are there from the first frame on. */
@Component({
  selector: 'parley-root',
  imports: [RouterOutlet, LiveRegion, Toasts],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '<router-outlet /><parley-toasts /><parley-live-region />',
})
export class App {
  constructor() {
    inject(MeetingNews);
  }
}
