import { CdkMenu, CdkMenuGroup, CdkMenuItem, CdkMenuItemRadio } from '@angular/cdk/menu';
import { Dialog } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, Injector, input } from '@angular/core';
import type { ParticipantRole } from '../../../graph/generated/meeting/graphql';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { Attendee } from '../attendees';
import { Hands } from '../hands/hands';
import { MeetingStore } from '../meeting-store';
import { Pins } from '../stage/pins';
import { Spotlight } from '../stage/spotlight';
import { viewIcons } from '../stage/view-icons';
import { stageIcons } from '../stage-icons';
import { whyNotAsk, whyNotMake, whyNotModerate } from './may';
import { Moderator } from './moderator';
import { openRemoveDialog } from './remove-dialog';

let count = 0;

/** What a host or co-host can do about one person. What their role forbids is there, disabled, with the reason. */
@Component({
  selector: 'parley-person-menu',
  imports: [CdkMenu, CdkMenuGroup, CdkMenuItem, CdkMenuItemRadio, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './person-menu.html',
})
export class PersonMenu {
  readonly #dialog = inject(Dialog);
  readonly #injector = inject(Injector);
  readonly #store = inject(MeetingStore);
  protected readonly moderator = inject(Moderator);
  protected readonly hands = inject(Hands);
  protected readonly pins = inject(Pins);
  protected readonly spotlight = inject(Spotlight);
  protected readonly icons = { ...icons, ...stageIcons, ...viewIcons };
  protected readonly id = `person-menu-${++count}`;
  readonly person = input.required<Attendee>();

  protected readonly isPinned = computed(() => this.pins.has(`camera ${this.person().identity}`));
  protected readonly isSpotlit = computed(
    () => this.spotlight.id() !== undefined && this.spotlight.id() === this.person().id,
  );
  protected readonly roles = computed(() =>
    roles().map((choice) => ({
      ...choice,
      isTheirs: this.person().role === choice.role,
      why: whyNotMake(this.#store.myRole(), this.person().role, this.person().isGuest, choice.role),
    })),
  );
  /** Why nothing at all can be done about them. */
  protected readonly why = computed(() => whyNotModerate(this.#store.myRole(), this.person().role));
  /** Why they cannot be asked to unmute. */
  protected readonly whyNotAsk = computed(() => {
    const permissions = this.#store.meeting()?.permissions;
    return this.why() ?? (permissions && whyNotAsk(this.person().role, permissions));
  });

  protected remove(): void {
    openRemoveDialog(this.#dialog, this.#injector, this.person());
  }
}

function roles(): readonly { readonly role: ParticipantRole; readonly label: string }[] {
  return [
    { role: 'HOST', label: $localize`:@@makeHost:Make host` },
    { role: 'CO_HOST', label: $localize`:@@makeCoHost:Make co-host` },
    { role: 'PRESENTER', label: $localize`:@@makePresenter:Make presenter` },
    { role: 'VIEWER', label: $localize`:@@makeViewer:Make viewer` },
  ];
}
