import {
  ChangeDetectionStrategy,
  Component,
  ComponentRef,
  effect,
  inject,
  Injector,
  untracked,
  viewChild,
  ViewContainerRef,
} from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Afloat } from './session/afloat';
import { LiveRegion } from './ui/live-region';
import { Toasts } from './ui/toasts';

/**
 * The root: one outlet, the one live region and the toasts, so that they are there from the first frame on; and the meeting one is
 * in, which outlives its address.
 */
@Component({
  selector: 'parley-root',
  imports: [RouterOutlet, LiveRegion, Toasts],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '<router-outlet /><ng-container #meeting /><parley-toasts /><parley-live-region />',
})
export class App {
  private readonly place = viewChild.required('meeting', { read: ViewContainerRef });

  constructor() {
    const injector = inject(Injector);
    void import('./shell/news').then(({ News }) => injector.get(News)).catch(() => undefined);
    const { kept } = inject(Afloat);
    let shown: ComponentRef<unknown> | undefined;
    effect(() => {
      const [meeting, place] = [kept(), this.place()];
      untracked(() => {
        shown?.destroy();
        shown = meeting ? place.createComponent(meeting.component) : undefined;
        shown?.setInput('code', meeting?.code);
      });
    });
  }
}
