import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, Injector } from '@angular/core';
import { Avatar } from '../../ui/avatar';
import { Icon } from '../../ui/icon';
import { callIcons } from './call-icons';
import { IncomingCalls } from './incoming-calls';

/** Somebody calls: who, how, and what one says to it. */
@Component({
  selector: 'parley-incoming-call',
  imports: [Avatar, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    @if (calls.call(); as call) {
      <div class="who" data-testid="incoming-call">
        <parley-avatar
          [name]="call.caller.displayName"
          [seed]="call.caller.userId"
          [url]="call.caller.avatarUrl"
          [size]="96"
        />
        <h2 id="incoming-title">
          <bdi>{{ call.caller.displayName }}</bdi>
        </h2>
        <p class="muted">{{ kind() }}</p>
      </div>
      <div class="ways">
        <button class="button danger" type="button" (click)="calls.decline()">
          <parley-icon [path]="icons.callEnd" /><span i18n="@@declineCall">Decline</span>
        </button>
        @if (call.kind === 'VIDEO') {
          <button class="button" type="button" (click)="calls.accept(false)">
            <parley-icon [path]="icons.call" /><span i18n="@@acceptWithoutCamera">Without camera</span>
          </button>
          <button class="button primary accept" type="button" (click)="calls.accept(true)">
            <parley-icon [path]="icons.videocam" /><span i18n="@@acceptCall">Accept</span>
          </button>
        } @else {
          <button class="button" type="button" (click)="calls.accept(true)">
            <parley-icon [path]="icons.videocam" /><span i18n="@@acceptWithCamera">With camera</span>
          </button>
          <button class="button primary accept" type="button" (click)="calls.accept(false)">
            <parley-icon [path]="icons.call" /><span i18n="@@acceptCall">Accept</span>
          </button>
        }
      </div>
    }
  `,
  styles: `
    .who {
      display: grid;
      justify-items: center;
      gap: 0.5rem;
      text-align: center;
    }
    h2,
    p {
      margin: 0;
    }
    h2 {
      font: var(--page);
      overflow-wrap: anywhere;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 0.5rem;
    }
    .ways .button {
      flex: 1 1 7rem;
      min-block-size: 3rem;
    }
  `,
})
export class IncomingCallDialog {
  protected readonly calls = inject(IncomingCalls);
  protected readonly icons = callIcons;
  protected readonly kind = computed(() => {
    const call = this.calls.call();
    if (call?.isGroup)
      return call.kind === 'VIDEO'
        ? $localize`:@@incomingGroupVideo:Video call with others`
        : $localize`:@@incomingGroupAudio:Call with others`;
    return call?.kind === 'VIDEO' ? $localize`:@@incomingVideo:Video call` : $localize`:@@incomingAudio:Audio call`;
  });
}

/** Shows it over everything, on the stage too. */
export function showIncomingCall(injector: Injector): { close(): void } {
  return injector.get(Dialog).open(IncomingCallDialog, {
    role: 'alertdialog',
    ariaLabelledBy: 'incoming-title',
    // Escape would end somebody's call, or hide it: neither is what it was pressed for.
    disableClose: true,
    autoFocus: '.accept',
    panelClass: ['stage-world', 'dialog-pane'],
  });
}
