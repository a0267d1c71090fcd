import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import type { CallKind } from '../../graph/generated/calls/graphql';
import { Session } from '../../session/session';
import { Icon } from '../../ui/icon';
import { CallDesk } from './call-desk';
import { callIcons } from './call-icons';

/** Two buttons that ring people: with the microphone alone, and with the camera. */
@Component({
  selector: 'parley-call-buttons',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      class="icon-button"
      [class.small]="isSmall()"
      type="button"
      [attr.aria-disabled]="desk.isBusy()"
      (click)="call('AUDIO')"
      i18n-title="@@callTitle"
      title="Call"
    >
      <parley-icon [path]="icons.call" /><span class="unseen" i18n="@@callPerson">Call {{ name() }}</span>
    </button>
    <button
      class="icon-button"
      [class.small]="isSmall()"
      type="button"
      [attr.aria-disabled]="desk.isBusy()"
      (click)="call('VIDEO')"
      i18n-title="@@videoCallTitle"
      title="Video call"
    >
      <parley-icon [path]="icons.videocam" /><span class="unseen" i18n="@@videoCallPerson"
        >Video call {{ name() }}</span
      >
    </button>
  `,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
      gap: 0.25rem;
    }
  `,
})
export class CallButtons {
  readonly #me = inject(Session).me;
  protected readonly desk = inject(CallDesk);
  protected readonly icons = callIcons;
  readonly userIds = input.required<readonly string[]>();
  /** Whom they ring, for those who do not see it. */
  readonly name = input.required<string>();
  /** The group's conversation in which what comes of it will stand. */
  readonly conversationId = input<string>();
  readonly isSmall = input(false);

  protected call(kind: CallKind): void {
    const [conversationId, userIds] = [this.conversationId(), this.userIds()];
    // Of a group the first members alone are known here.
    if (conversationId && userIds.length > 1) void this.desk.callAll(conversationId, this.#me()?.id, kind);
    else void this.desk.call(userIds, kind);
  }
}
