import { ChangeDetectionStrategy, Component, effect, inject, input, linkedSignal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { Inbox } from '../../graph/inbox';
import { Afloat } from '../../session/afloat';
import { PageTitle } from '../../ui/page-title';
import { Toaster } from '../../ui/toaster';
import { Door } from './admission/door';
import { Pass } from './admission/pass';
import { Call } from './call';
import { Controls } from './controls/controls';
import { FullScreen } from './controls/full-screen';
import { Baggage } from './healing/baggage';
import { Patience } from './healing/patience';
import { Ending } from './ending';
import { MeetingBook } from './meeting-book';
import { MeetingEvents } from './meeting-events';
import { MeetingStore } from './meeting-store';
import { Me } from './me';
import { Moderator } from './moderation/moderator';
import { Moving } from './moving';
import { Names } from './names';
import { Phase } from './phase';
import { Devices } from './pre-join/devices';
import { Permissions } from './pre-join/permissions';
import { PreJoin } from './pre-join/pre-join';
import { Preview } from './pre-join/preview';
import { Consent } from './recording/consent';
import { Recorder } from './recording/recorder';

/** A meeting: the preview, the wait, the call, and how it ended. Always dark. Kept by the root, beyond its address while one is in. */
@Component({
  selector: 'parley-meeting-page',
  imports: [Call, Ending, PreJoin],
  providers: [
    MeetingStore,
    MeetingBook,
    MeetingEvents,
    Me,
    Moving,
    Names,
    Door,
    Pass,
    Moderator,
    Controls,
    Devices,
    Permissions,
    Preview,
    Baggage,
    Patience,
    FullScreen,
    Recorder,
    Consent,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'stage-world', '[class.small]': 'isSmall()' },
  template: `
    @switch (view()) {
      @case ('loading') {
        <div class="ghost" aria-hidden="true"><span class="skeleton"></span><span class="skeleton"></span></div>
        <p class="unseen" role="status" i18n>Loading the meeting</p>
      }
      @case ('pre-join') {
        <parley-pre-join />
      }
      @case ('joining') {
        <p class="joining" role="status" i18n>Joining</p>
      }
      @case ('in-call') {
        <parley-call />
      }
      @default {
        <parley-ending [phase]="store.phase()" (rejoined)="store.join()" (again)="store.prepareAgain()" />
      }
    }
  `,
  styleUrl: './meeting-page.css',
})
export class MeetingPage {
  protected readonly store = inject(MeetingStore);
  protected readonly isSmall = inject(Afloat).isSmall;
  /** From the address. */
  readonly code = input.required<string>();

  /** The preview stays while one is being let in, so that nothing blinks and a failure finds it as it was. */
  protected readonly view = linkedSignal<Phase, Phase>({
    source: this.store.phase,
    computation: (phase, former) => {
      if (phase === 'waiting') return 'pre-join';
      if (phase === 'sign-in') return 'loading';
      return phase === 'joining' && former?.value === 'pre-join' ? 'pre-join' : phase;
    },
  });

  constructor() {
    // The socket of one's inbox is what makes one online; who comes straight by a link must be so too.
    inject(Inbox);
    const title = inject(PageTitle);
    const router = inject(Router);
    effect(() => {
      const code = this.code();
      untracked(() => void this.store.open(code));
    });
    effect(() => {
      const meeting = this.store.meeting();
      if (meeting && !this.isSmall()) title.name(meeting.title);
    });
    effect(() => {
      if (this.store.phase() !== 'sign-in' || this.isSmall()) return;
      void router.navigate(['/sign-in'], { queryParams: { return: `/m/${this.code()}` }, replaceUrl: true });
    });
    const [afloat, toaster] = [inject(Afloat), inject(Toaster)];
    effect(() => {
      // Elsewhere only a running meeting is kept, and only for whoever is signed in.
      const phase = this.store.phase();
      if (!this.isSmall() || (phase === 'in-call' && !this.store.isGuest())) return;
      const words = phase === 'in-call' ? undefined : partingWords(phase);
      untracked(() => {
        if (words) toaster.show(words);
        afloat.close();
      });
    });
  }
}

/** What one is told elsewhere when the meeting is over for oneself; nothing where one has ended it oneself. */
function partingWords(phase: Phase): string | undefined {
  switch (phase) {
    case 'ended':
      return $localize`:@@endEnded:The meeting has ended`;
    case 'removed':
      return $localize`:@@endRemoved:You were removed from the meeting`;
    case 'elsewhere':
      return $localize`:@@endElsewhere:You are in this meeting on another device`;
    case 'lost':
      return $localize`:@@endLost:The connection was lost`;
    default:
      return undefined;
  }
}
