import { ChangeDetectionStrategy, Component, effect, inject, input, linkedSignal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { Inbox } from '../../graph/inbox';
import { PageTitle } from '../../ui/page-title';
import { Door } from './admission/door';
import { Pass } from './admission/pass';
import { Call } from './call';
import { Controls } from './controls/controls';
import { FullScreen } from './controls/full-screen';
import { Ending } from './ending';
import { MeetingBook } from './meeting-book';
import { MeetingEvents } from './meeting-events';
import { MeetingStore, Phase } from './meeting-store';
import { Moderator } from './moderation/moderator';
import { Names } from './names';
import { Devices } from './pre-join/devices';
import { PreJoin } from './pre-join/pre-join';
import { Preview } from './pre-join/preview';

/** A meeting's address: the preview, the wait, the call, and how it ended. Always dark. */
@Component({
  selector: 'parley-meeting-page',
  imports: [Call, Ending, PreJoin],
  providers: [
    MeetingStore,
    MeetingBook,
    MeetingEvents,
    Names,
    Door,
    Pass,
    Moderator,
    Controls,
    Devices,
    Preview,
    FullScreen,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'stage-world' },
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
      if (meeting) title.name(meeting.title);
    });
    effect(() => {
      if (this.store.phase() !== 'sign-in') return;
      void router.navigate(['/sign-in'], { queryParams: { return: `/m/${this.code()}` }, replaceUrl: true });
    });
  }
}
