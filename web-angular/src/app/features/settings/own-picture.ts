import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { Toaster } from '../../ui/toaster';
import { PICTURE_TYPES, SendPicture } from './send-picture';

/** One's own picture: choosing one, and taking it away. What was refused stands beside it, in words. */
@Component({
  selector: 'parley-own-picture',
  imports: [Avatar],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <parley-avatar [name]="me()?.displayName ?? ''" [seed]="me()?.id" [url]="me()?.avatarUrl" [size]="96" />
    <div class="beside">
      <div class="ways">
        <button
          class="button small"
          type="button"
          [attr.aria-disabled]="isBusy()"
          (click)="isBusy() || chooser.click()"
        >
          @if (me()?.avatarUrl) {
            <span i18n="@@pictureChange">Change picture</span>
          } @else {
            <span i18n="@@pictureChoose">Choose a picture</span>
          }
        </button>
        @if (me()?.avatarUrl) {
          <button
            class="button small"
            type="button"
            [attr.aria-disabled]="isBusy()"
            (click)="remove()"
            i18n="@@pictureRemove"
          >
            Remove picture
          </button>
        }
      </div>
      <p class="meta" i18n="@@pictureHint">JPEG, PNG or WebP, up to 5 MB. Its middle square is shown.</p>
      <p class="meta" role="status">
        @if (isBusy()) {
          <span i18n="@@pictureBusy">Your picture is on its way…</span>
        }
      </p>
      @if (refusal(); as words) {
        <p class="refusal" role="alert">{{ words }}</p>
      }
    </div>
    <!-- Reached by the button: it would otherwise be there twice for the keyboard. -->
    <input #chooser type="file" hidden [accept]="accept" (change)="send(chooser)" />
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 1.25rem;
    }
    .beside {
      display: grid;
      gap: 0.5rem;
      flex: 1 1 14rem;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: 0.5rem;
    }
    .meta:empty {
      display: none;
    }
    .refusal {
      color: var(--danger);
    }
  `,
})
export class OwnPicture {
  readonly #pictures = inject(SendPicture);
  readonly #toaster = inject(Toaster);
  protected readonly me = inject(Session).me;
  protected readonly accept = PICTURE_TYPES.join();
  protected readonly isBusy = signal(false);
  protected readonly refusal = signal<string | undefined>(undefined);

  protected async send(chooser: HTMLInputElement): Promise<void> {
    const file = chooser.files?.[0];
    // So that the same file can be chosen again.
    chooser.value = '';
    if (file) await this.#do(() => this.#pictures.send(file), $localize`:@@pictureTaken:This is your picture now`);
  }

  protected remove(): Promise<void> {
    return this.#do(() => this.#pictures.remove(), $localize`:@@pictureRemoved:Your picture was removed`);
  }

  async #do(act: () => Promise<string | undefined>, done: string): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.refusal.set(undefined);
    try {
      const refusal = await act();
      this.refusal.set(refusal);
      if (!refusal) this.#toaster.show(done);
    } catch {
      this.refusal.set($localize`:@@actFailed:That did not reach the server. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
  }
}
