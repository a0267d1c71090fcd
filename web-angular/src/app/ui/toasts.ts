import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Icon } from './icon';
import { icons } from './icons';
import { Toast, Toaster } from './toaster';

/** Shows the toasts at the bottom start; hover and focus hold them. */
@Component({
  selector: 'parley-toasts',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (toast of toaster.toasts(); track toast.id) {
      <div
        class="toast"
        (mouseenter)="toaster.hold(toast.id)"
        (mouseleave)="toaster.release(toast.id)"
        (focusin)="toaster.hold(toast.id)"
        (focusout)="toaster.release(toast.id)"
      >
        <span dir="auto">{{ toast.text }}</span>
        @if (toast.action; as action) {
          <button class="button quiet" type="button" (click)="follow(toast)">{{ action.label }}</button>
        }
        <button
          class="icon-button small"
          type="button"
          i18n-aria-label
          aria-label="Dismiss"
          (click)="toaster.dismiss(toast.id)"
        >
          <parley-icon [path]="icons.close" />
        </button>
      </div>
    }
  `,
  styleUrl: './toasts.css',
})
export class Toasts {
  protected readonly toaster = inject(Toaster);
  protected readonly icons = icons;

  protected follow(toast: Toast): void {
    toast.action?.run();
    this.toaster.dismiss(toast.id);
  }
}
