import { Dialog, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, Injector, signal } from '@angular/core';
import type { MeetingAccess } from '../../../graph/generated/meeting/graphql';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { TextField } from '../../../ui/text-field';
import { MeetingBook } from '../meeting-book';
import { MeetingFacts, Permissions } from '../meeting-facts';
import { MeetingStore } from '../meeting-store';
import { stageIcons } from '../stage-icons';
import { moderates } from './may';
import { Moderator } from './moderator';

interface Switch {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly set: (isOn: boolean) => Promise<boolean>;
}

/** What hosts and co-hosts set for the whole meeting. */
@Component({
  selector: 'parley-host-controls',
  imports: [Icon, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  templateUrl: './host-controls.html',
  styleUrl: './host-controls.css',
})
export class HostControls {
  readonly #facts = inject(MeetingBook).facts;
  protected readonly moderator = inject(Moderator);
  protected readonly dialog = inject(DialogRef);
  protected readonly icons = { ...icons, ...stageIcons };
  readonly #role = inject(MeetingStore).myRole;
  protected readonly words = {
    passcode: $localize`:@@passcode:Passcode`,
    other: $localize`:@@passcodeOther:Another passcode`,
    hint: $localize`:@@passcodeHint:4 to 32 characters. Hosts need none.`,
  };
  protected readonly passcode = signal('');
  protected readonly passcodeProblem = signal<string | undefined>(undefined);
  /** One may be demoted while this is open. */
  protected readonly isMine = computed(() => moderates(this.#role()));
  protected readonly accesses = accessLabels();
  protected readonly access = computed(() => this.#facts()?.access ?? 'SIGNED_IN');
  protected readonly hasPasscode = computed(() => this.#facts()?.hasPasscode ?? false);

  protected readonly door = computed<readonly Switch[]>(() => {
    const meeting = this.#facts();
    if (!meeting) return [];
    return [
      {
        id: 'locked',
        label: $localize`:@@lockMeeting:Lock meeting`,
        hint: $localize`:@@lockMeetingHint:Nobody new comes in.`,
        isOn: meeting.isLocked,
        set: (isOn) => this.moderator.lock(isOn),
      },
      {
        id: 'lobby',
        label: $localize`:@@waitingRoom:Waiting room`,
        hint: $localize`:@@waitingRoomHint:A host lets people in.`,
        isOn: meeting.hasLobby,
        set: (isOn) => this.moderator.change({ lobby: isOn }),
      },
    ];
  });
  protected readonly presenters = computed<readonly Switch[]>(() => {
    const meeting = this.#facts();
    return meeting ? presenterLabels().map((choice) => this.#permission(meeting, choice)) : [];
  });

  /** Flips a switch; it goes back where it was when that is refused. */
  protected async flip({ set, isOn }: Switch, box: HTMLInputElement): Promise<void> {
    if (!(await set(!isOn))) box.checked = isOn;
  }

  /** Opens the meeting to others, or to fewer; the choice goes back where it was when that is refused. */
  protected async open(pick: HTMLSelectElement): Promise<void> {
    const before = this.access();
    if (!(await this.moderator.change({ access: pick.value as MeetingAccess }))) pick.value = before;
  }

  protected async setPasscode(event: Event): Promise<void> {
    event.preventDefault();
    const passcode = this.passcode().trim();
    const isFit = passcode.length >= 4 && passcode.length <= 32;
    this.passcodeProblem.set(isFit ? undefined : $localize`:@@passcodeLength:4 to 32 characters.`);
    if (isFit && (await this.moderator.change({ passcode }))) this.passcode.set('');
  }

  #permission({ permissions }: MeetingFacts, { key, label }: { key: keyof Permissions; label: string }): Switch {
    const set = (isOn: boolean): Promise<boolean> => {
      const { presentersMayChat, presentersMayShare, presentersMayStartVideo, presentersMayUnmute } = permissions;
      const all = { presentersMayChat, presentersMayShare, presentersMayStartVideo, presentersMayUnmute };
      return this.moderator.change({ permissions: { ...all, [key]: isOn } });
    };
    return { id: key, label, isOn: permissions[key], set };
  }
}

function accessLabels(): readonly { readonly access: MeetingAccess; readonly label: string }[] {
  return [
    { access: 'PUBLIC', label: $localize`:@@accessPublic:Anybody, guests too` },
    { access: 'SIGNED_IN', label: $localize`:@@accessSignedIn:Everybody with an account` },
    { access: 'ORGANISATION', label: $localize`:@@accessOrganisation:People of the organisation` },
    { access: 'INVITED', label: $localize`:@@accessInvited:Only those who are invited` },
  ];
}

function presenterLabels(): readonly { readonly key: keyof Permissions; readonly label: string }[] {
  return [
    { key: 'presentersMayUnmute', label: $localize`:@@mayUnmute:Unmute themselves` },
    { key: 'presentersMayStartVideo', label: $localize`:@@mayStartVideo:Start video` },
    { key: 'presentersMayShare', label: $localize`:@@mayShare:Share their screen` },
    { key: 'presentersMayChat', label: $localize`:@@mayChat:Write in the chat` },
  ];
}

/** Opens it within the meeting, so that it finds the meeting's own services. */
export function openHostControls(dialog: Dialog, injector: Injector): void {
  dialog.open(HostControls, {
    injector,
    ariaLabelledBy: 'host-controls-title',
    panelClass: ['stage-world', 'dialog-pane'],
  });
}
