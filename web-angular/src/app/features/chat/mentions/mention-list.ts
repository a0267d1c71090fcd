import { ChangeDetectionStrategy, Component, effect, ElementRef, inject, input, output } from '@angular/core';
import { Avatar } from '../../../ui/avatar';
import { Callable } from './member-book';

/** Whom one can call, over the composer, which keeps the focus and names the active one. */
@Component({
  selector: 'parley-mention-list',
  imports: [Avatar],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'listbox', id: 'mention-list', '[attr.aria-label]': 'label' },
  template: `
    @for (one of offers(); track one.userId; let index = $index) {
      <div
        role="option"
        class="offer"
        [id]="'mention-' + index"
        [attr.aria-selected]="index === active()"
        (mousedown)="$event.preventDefault()"
        (click)="choose.emit(one)"
      >
        <parley-avatar [name]="one.displayName" [seed]="one.userId" [url]="one.avatarUrl" [size]="32" />
        <span class="one-line" dir="auto">{{ one.displayName }}</span>
      </div>
    }
  `,
  styles: `
    :host {
      position: absolute;
      inset-block-end: calc(100% + 0.25rem);
      inset-inline: 0;
      z-index: 2;
      max-inline-size: 20rem;
      max-block-size: 16rem;
      overflow-y: auto;
      padding: 0.375rem;
      border-radius: var(--radius-large);
      background: var(--surface);
      box-shadow: var(--elevation-3);
    }
    .offer {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      min-block-size: 2.75rem;
      padding: 0.25rem 0.5rem;
      border-radius: 0.375rem;
      cursor: pointer;
    }
    .offer:hover {
      background: var(--wash);
    }
    .offer[aria-selected='true'] {
      background: var(--wash-strong);
      box-shadow: inset 3px 0 0 var(--accent);
    }
  `,
})
export class MentionList {
  readonly offers = input.required<readonly Callable[]>();
  readonly active = input.required<number>();
  readonly choose = output<Callable>();
  protected readonly label = $localize`:@@mentionWhom:Mention somebody`;

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect(() => host.querySelector(`#mention-${this.active()}`)?.scrollIntoView?.({ block: 'nearest' }));
  }
}
