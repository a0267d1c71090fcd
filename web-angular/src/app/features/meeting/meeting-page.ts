import { ChangeDetectionStrategy, Component, effect, inject, input, linkedSignal, untracked } from '@angular/core';
import { Inbox } from '../../graph/inbox';
import { PageTitle } from '../../ui/page-title';
import { Call } from './call';
import { Controls } from './controls/controls';
import { FullScreen } from './controls/full-screen';
import { Ending } from './ending';
import { MeetingStore, Phase } from './meeting-store';
import { Names } from './names';
import { Devices } from './pre-join/devices';
import { PreJoin } from './pre-join/pre-join';

/** A meeting's address: the preview, the call, and how it ended. Always dark. */
@Component({
  selector: 'parley-meeting-page',
  imports: [Call, Ending, PreJoin],
  providers: [MeetingStore, Names, Controls, Devices, FullScreen],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'stage-world' },
  template: `
    @switch (view()) {
      @case ('loading') {
        <div class="ghost" aria-hidden="true"><span class="skeleton"></span><span class="skeleton"></span></div>
        <p class="unseen" role="status" i18n>Loading the meeting</p>
      }
      @case ('pre-join') {
        <parley-pre-join (joined)="store.join($event)" />
      }
      @case ('joining') {
        <p class="joining" role="status" i18n>Joining</p>
      }
      @case ('in-call') {
        <parley-call />
      }
      @default {
        <parley-ending [phase]="store.phase()" (rejoined)="store.rejoin()" (again)="store.prepareAgain()" />
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
    computation: (phase, former) => (phase === 'joining' && former?.value === 'pre-join' ? 'pre-join' : phase),
  });

  constructor() {
    // The socket of one's inbox is what makes one online; who comes straight by a link must be so too.
    inject(Inbox);
    const title = inject(PageTitle);
    effect(() => {
      const code = this.code();
      untracked(() => void this.store.open(code));
    });
    effect(() => {
      const meeting = this.store.meeting();
      if (meeting) title.name(meeting.title);
    });
  }
}
