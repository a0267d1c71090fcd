import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';
import { Icon } from '../../../ui/icon';
import { chatIcons } from '../chat-icons';
import { StoredMessage } from '../message-log';
import { offeredEmoji } from './emoji';

/** How many emoji stand in a line of those offered. */
const IN_LINE = 8;
/** The first of them stand in the menu itself. */
const QUICK = 6;

/** What one can do about a message: quiet buttons at its end, and the same as a menu. */
@Component({
  selector: 'parley-message-tools',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'toolbar', '[attr.aria-label]': 'label()' },
  templateUrl: './message-tools.html',
  styleUrl: './message-tools.css',
})
export class MessageTools {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly more = viewChild.required<CdkMenuTrigger>('more');
  readonly message = input.required<StoredMessage>();
  readonly isMine = input(false);
  /** Whether Tab comes by here: by one message of a thread. */
  readonly isReached = input(false);
  readonly react = output<string>();
  readonly reply = output<void>();
  readonly edit = output<void>();
  readonly delete = output<void>();

  protected readonly icons = chatIcons;
  protected readonly emoji = offeredEmoji;
  protected readonly quick = offeredEmoji.slice(0, QUICK);
  protected readonly stop = computed(() => (this.isReached() ? 0 : -1));
  protected readonly label = computed(
    () => $localize`:@@messageTools:Message from ${this.message().author.displayName}:name:`,
  );

  /** Menus hang from the page; on the stage they look as it does. */
  protected get isOnStage(): boolean {
    return this.#host.closest('.stage-world') !== null;
  }

  /** Opens the menu: where there is no pointer to hover with. */
  open(): void {
    this.more().open();
  }

  /** The emoji stand in lines, a menu goes down alone. */
  protected step(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -IN_LINE, ArrowDown: IN_LINE };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const palette = event.currentTarget as HTMLElement;
    const isTurned = getComputedStyle(palette).direction === 'rtl' && Math.abs(step) === 1;
    const items = [...palette.querySelectorAll<HTMLElement>('button')];
    items[items.indexOf(document.activeElement as HTMLElement) + (isTurned ? -step : step)]?.focus();
  }
}
