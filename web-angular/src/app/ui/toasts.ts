import { ChangeDetectionStrategy, Component, ElementRef, inject } from '@angular/core';
import { Icon } from './icon';
import { icons } from './icons';
import { Toast, ToastAction, Toaster } from './toaster';

/** Shows the toasts at the bottom start; hover and focus hold them. */
@Component({
  selector: 'parley-toasts',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(focusin)': 'arrive($event)' },
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
        @for (action of toast.actions; track action.label) {
          <button class="button quiet small" type="button" (click)="follow(toast, action)">{{ action.label }}</button>
        }
        <button class="icon-button small" type="button" i18n-aria-label aria-label="Dismiss" (click)="dismiss(toast)">
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

  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  #from: HTMLElement | null = null;

  /** Notes where focus came from, to give it back. */
  protected arrive({ relatedTarget }: FocusEvent): void {
    if (relatedTarget instanceof HTMLElement && !this.#host.contains(relatedTarget)) this.#from = relatedTarget;
  }

  protected dismiss(toast: Toast): void {
    const hadFocus = this.#host.contains(document.activeElement);
    this.toaster.dismiss(toast.id);
    if (hadFocus && this.#from?.isConnected) this.#from.focus();
  }

  protected follow(toast: Toast, action: ToastAction): void {
    this.dismiss(toast);
    action.run();
  }
}
