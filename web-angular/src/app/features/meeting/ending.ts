import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  LOCALE_ID,
  output,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { CallTicket } from '../../session/call-ticket';
import { icons } from '../../ui/icons';
import { Notice } from '../../ui/notice';
import { whenWords } from '../../ui/when';
import { Opening } from './early/opening';
import { MeetingStore } from './meeting-store';
import { Phase } from './phase';
import { callEndingWords } from './phone/call-ending';
import { stageIcons } from './stage-icons';

interface Words {
  readonly heading: string;
  readonly text?: string;
  readonly icon: string;
  /** The first way on, besides going home. */
  readonly way?: 'rejoin' | 'again' | 'move';
  /** Signing in may help a guest. */
  readonly isForMembers?: boolean;
}

/** What one sees instead of the meeting: left, ended, removed, opened elsewhere, refused, or nothing there. */
@Component({
  selector: 'parley-ending',
  imports: [Notice, RouterLink],
  providers: [Opening],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @let view = words();
    <main tabindex="-1">
      <parley-notice isPage [icon]="view.icon" [heading]="view.heading" [text]="view.text">
        @switch (view.way) {
          @case ('rejoin') {
            <button class="button primary" type="button" (click)="rejoined.emit()" i18n>Rejoin</button>
          }
          @case ('move') {
            <button class="button primary" type="button" (click)="rejoined.emit()" i18n>Move here</button>
          }
          @case ('again') {
            <button class="button primary" type="button" (click)="again.emit()" i18n>Try again</button>
          }
        }
        @if (!store.isGuest()) {
          <a class="button" routerLink="/" i18n>Go to Home</a>
        } @else if (view.isForMembers) {
          <a class="button" routerLink="/sign-in" [queryParams]="back()" i18n>Sign in</a>
        }
      </parley-notice>
    </main>
  `,
  styles: `
    main {
      display: grid;
      min-block-size: 100dvh;
      outline: none;
    }
  `,
})
export class Ending {
  readonly #opening = inject(Opening);
  readonly #locale = inject(LOCALE_ID);
  readonly #ticket = inject(CallTicket);
  protected readonly store = inject(MeetingStore);
  readonly #isCall = computed(() => Boolean(this.store.meeting()?.call));
  readonly #callState = computed(() => this.#ticket.stateOf(this.store.meeting()?.code));
  readonly phase = input.required<Phase>();
  readonly rejoined = output<void>();
  readonly again = output<void>();
  protected readonly back = computed(() => {
    const code = this.store.meeting()?.code;
    return code ? { return: `/m/${code}` } : {};
  });

  protected readonly words = computed<Words>(() => {
    switch (this.phase()) {
      case 'left':
        if (this.#isCall() && this.#callState() === 'ENDED') return this.#callEnding();
        return {
          heading: $localize`:@@endLeft:You left the meeting`,
          text: this.store.meeting()?.title ?? '',
          icon: stageIcons.callEnd,
          way: 'rejoin',
        };
      case 'ended':
        if (this.#isCall()) return this.#callEnding();
        return {
          heading: $localize`:@@endEnded:The meeting has ended`,
          icon: stageIcons.callEnd,
          ...(this.store.meeting()?.isPermanent
            ? { text: $localize`:@@endRoomStays:This room stays. Come back whenever you like.`, way: 'rejoin' }
            : { text: $localize`:@@endEndedText:Start a new one from Home whenever you like.` }),
        };
      case 'removed':
        return {
          heading: $localize`:@@endRemoved:You were removed from the meeting`,
          text: $localize`:@@endRemovedText:A host took you out. Write to them if that was a mistake.`,
          icon: icons.info,
        };
      case 'elsewhere':
        return {
          heading: $localize`:@@endElsewhere:You are in this meeting on another device`,
          text: $localize`:@@endElsewhereText:Moving here takes you out over there.`,
          icon: stageIcons.devices,
          way: 'move',
        };
      case 'lost':
        return {
          heading: $localize`:@@endLost:The connection was lost`,
          text: $localize`:@@endLostText:The meeting may still be running. Check your network and come back.`,
          icon: stageIcons.wifiOff,
          way: 'rejoin',
        };
      case 'gave-up':
        return {
          heading: $localize`:@@endGaveUp:You are not waiting any more`,
          text: this.store.meeting()?.title ?? '',
          icon: stageIcons.doorOpen,
          way: 'again',
        };
      case 'turned-away':
        return { heading: $localize`:@@endTurnedAway:The host did not let you in`, icon: stageIcons.doorOpen };
      case 'refused':
        if (this.store.problem()?.reason === 'NOT_STARTED') return this.#early();
        return {
          heading: $localize`:@@endRefused:You cannot join this meeting`,
          text: this.store.problem()?.message ?? '',
          icon: icons.info,
          ...(this.store.problem()?.reason === 'BANNED' ? {} : { way: 'again' }),
          isForMembers: this.store.problem()?.reason === 'NOT_ALLOWED',
        };
      case 'not-found':
        return {
          heading: $localize`:@@endNotFound:There is no meeting at this link`,
          text: $localize`:@@endNotFoundText:Check the code with whoever sent it to you.`,
          icon: icons.search,
          isForMembers: true,
        };
      default:
        return {
          heading: $localize`:@@endUnreachable:The meeting could not be loaded`,
          text: $localize`:@@endUnreachableText:The server cannot be reached right now.`,
          icon: icons.cloudOff,
          way: 'again',
        };
    }
  });

  #callEnding(): Words {
    return { ...callEndingWords(this.#callState()), text: this.store.meeting()?.title ?? '', icon: stageIcons.callEnd };
  }

  /** Stays here and goes in by itself. */
  #early(): Words {
    const startsAt = this.#opening.startsAt();
    const at = startsAt && whenWords(startsAt, undefined, this.#locale);
    return {
      heading: at
        ? $localize`:@@endEarly:This meeting starts at ${at}:time:`
        : $localize`:@@endEarlyUnknown:This meeting has not started yet`,
      text: $localize`:@@endEarlyText:Keep this page open: it lets you in when the time comes.`,
      icon: stageIcons.doorOpen,
    };
  }

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => host.querySelector('main')?.focus());
  }
}
