import { Dialog } from '@angular/cdk/dialog';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  LOCALE_ID,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { Session } from '../../session/session';
import { Announcer } from '../../ui/announcer';
import { Avatar } from '../../ui/avatar';
import { Clock } from '../../ui/clock';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { LoadFailure } from '../../ui/load-failure';
import { TextField } from '../../ui/text-field';
import { PresenceBook } from '../contacts/presence-book';
import { presenceDot, presenceWords } from '../contacts/presence-words';
import type { Change } from './changes';
import { chatIcons } from './chat-icons';
import { ConversationBook } from './conversation-book';
import { Group, GroupMember } from './group';
import { Found, PeopleFinder } from './people-finder';
import { Question, SureDialog } from './sure-dialog';

/** Who is in a group and what it is called: beside its messages, on narrow screens over them. */
@Component({
  selector: 'parley-group-details',
  imports: [Avatar, Icon, LoadFailure, TextField],
  providers: [Group, PeopleFinder],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'complementary', 'aria-labelledby': 'group-heading' },
  templateUrl: './group-details.html',
  styleUrl: './group-details.css',
})
export class GroupDetails {
  protected readonly group = inject(Group);
  protected readonly finder = inject(PeopleFinder);
  readonly #presence = inject(PresenceBook);
  readonly #clock = inject(Clock);
  readonly #locale = inject(LOCALE_ID);
  readonly #dialog = inject(Dialog);
  readonly #router = inject(Router);
  readonly #book = inject(ConversationBook);
  readonly #announcer = inject(Announcer);
  protected readonly me = inject(Session).me;
  readonly #injector = inject(Injector);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');
  private readonly renamer = viewChild<ElementRef<HTMLElement>>('renamer');
  private readonly titleField = viewChild<TextField>('titleField');
  private readonly peopleField = viewChild<TextField>('peopleField');
  readonly conversationId = input.required<string>();
  /** With each of them it is loaded afresh. */
  readonly changes = input<readonly Change[]>([]);
  readonly closed = output<void>();

  protected readonly icons = { ...icons, ...chatIcons };
  protected readonly title = signal('');
  protected readonly isRenaming = signal(false);
  protected readonly isAdding = signal(false);
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<string | undefined>(undefined);
  protected readonly isManager = computed(() => this.group.managerId() === this.me()?.id);
  protected readonly found = computed(() => {
    const present = new Set(this.group.members().map(({ userId }) => userId));
    return this.finder.people().filter(({ id }) => !present.has(id) && id !== this.me()?.id);
  });

  constructor() {
    effect(() => {
      const id = this.conversationId();
      this.changes();
      untracked(() => void this.group.load(id));
    });
    afterNextRender(() => this.heading().nativeElement.focus());
  }

  protected dot({ userId }: GroupMember): string | undefined {
    return presenceDot(this.#presence.of(userId));
  }

  protected meta({ userId }: GroupMember): string {
    const presence = presenceWords(this.#presence.of(userId), this.#clock.minute(), this.#locale);
    if (userId !== this.group.managerId()) return presence;
    const manages = $localize`:@@managesGroup:Manages this group`;
    return presence ? `${manages} · ${presence}` : manages;
  }

  protected toggleAdding(): void {
    this.isAdding.update((isAdding) => !isAdding);
    if (this.isAdding()) this.#then(() => this.peopleField()?.focus());
  }

  protected beginRenaming(): void {
    this.title.set(this.group.title());
    this.isRenaming.set(true);
    this.#then(() => this.titleField()?.focus());
  }

  protected endRenaming(): void {
    this.isRenaming.set(false);
    this.#then(() => this.renamer()?.nativeElement.focus());
  }

  protected async rename(event: Event): Promise<void> {
    event.preventDefault();
    if (await this.#do(() => this.group.rename(this.title()))) this.endRenaming();
  }

  protected async add({ id, displayName }: Found): Promise<void> {
    if (!(await this.#do(() => this.group.add(id)))) return;
    this.#announcer.say($localize`:@@addedToGroup:${displayName}:name: is in the group now`);
    this.peopleField()?.focus();
  }

  protected async remove({ userId, displayName }: GroupMember): Promise<void> {
    const isSure = await this.#ask({
      heading: $localize`:@@groupRemoveHeading:Remove ${displayName}:name:?`,
      text: $localize`:@@groupRemoveText:They keep what was said until now, and read nothing of what comes.`,
      yes: $localize`:@@groupRemoveYes:Remove from group`,
      no: $localize`:@@groupRemoveNo:Keep`,
    });
    if (isSure && (await this.#do(() => this.group.remove(userId)))) this.heading().nativeElement.focus();
  }

  protected async leave(): Promise<void> {
    const isSure = await this.#ask({
      heading: $localize`:@@groupLeaveHeading:Leave this group?`,
      text: $localize`:@@groupLeaveText:You read nothing of what comes. Somebody in the group can add you again.`,
      yes: $localize`:@@groupLeaveYes:Leave group`,
      no: $localize`:@@groupLeaveNo:Stay`,
    });
    if (!isSure || !(await this.#do(() => this.group.leave()))) return;
    this.#book.left(this.conversationId());
    await this.#router.navigate(['/chats']);
  }

  /** Where the focus goes when what had it has gone. */
  #then(focus: () => void): void {
    afterNextRender(focus, { injector: this.#injector });
  }

  #ask(question: Question): Promise<boolean> {
    const dialog = this.#dialog.open<boolean>(SureDialog, {
      panelClass: 'dialog-pane',
      data: question,
      ariaLabelledBy: 'sure-heading',
    });
    return new Promise((resolve) => dialog.closed.subscribe((isSure) => resolve(isSure === true)));
  }

  /** True when it was done. What refuses it is shown, and the list is as it is on the server either way. */
  async #do(act: () => Promise<string | undefined>): Promise<boolean> {
    if (this.isBusy()) return false;
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const refusal = await act();
      this.problem.set(refusal);
      if (refusal === undefined) return true;
      void this.group.load(this.conversationId());
    } catch {
      this.problem.set($localize`:@@groupUnchanged:This could not be done. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
    return false;
  }
}
