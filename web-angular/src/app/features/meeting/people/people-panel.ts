import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  inject,
  output,
  viewChild,
} from '@angular/core';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { MeetingStore } from '../meeting-store';
import { stageIcons } from '../stage-icons';

/** Who is in the meeting: a panel at the end, on phones a sheet. */
@Component({
  selector: 'parley-people-panel',
  imports: [Avatar, Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'complementary', 'aria-labelledby': 'people-title', '(keydown.escape)': 'closed.emit()' },
  template: `
    <header>
      <h2 id="people-title" tabindex="-1" #title>
        <span i18n>People</span> <span class="muted">{{ store.attendees().length }}</span>
      </h2>
      <button class="icon-button" type="button" i18n-aria-label aria-label="Close people" (click)="closed.emit()">
        <parley-icon [path]="icons.close" />
      </button>
    </header>
    <ul>
      @for (person of store.attendees(); track person.identity) {
        <li data-testid="participant" [attr.data-identity]="person.identity">
          <parley-avatar [name]="person.name" [seed]="person.identity" [size]="32" />
          <span class="words">
            <span class="one-line"
              ><bdi>{{ person.name }}</bdi>
              @if (person.isLocal) {
                <span class="muted you" i18n>(you)</span>
              }
            </span>
            @if (person.isHost) {
              <span class="meta" i18n>Host</span>
            }
          </span>
          @if (person.screen) {
            <parley-icon [path]="icons.presentToAll" /><span class="unseen" i18n>sharing a screen</span>
          }
          <parley-icon [path]="person.camera ? icons.videocam : icons.videocamOff" [class.off]="!person.camera" />
          <span class="unseen">{{ person.camera ? words.cameraOn : words.cameraOff }}</span>
          <parley-icon
            [path]="person.isMicrophoneOn ? (person.isSpeaking ? icons.micFill : icons.mic) : icons.micOff"
            [class.off]="!person.isMicrophoneOn"
            [class.speaks]="person.isSpeaking"
          />
          <span class="unseen">{{ person.isMicrophoneOn ? words.microphoneOn : words.microphoneOff }}</span>
        </li>
      }
    </ul>
    <button class="button wide" type="button" (click)="linkWanted.emit()">
      <parley-icon [path]="icons.link" /><span i18n>Copy meeting link</span>
    </button>
  `,
  styleUrl: './people-panel.css',
})
export class PeoplePanel {
  protected readonly store = inject(MeetingStore);
  protected readonly icons = { ...icons, ...stageIcons };
  protected readonly words = {
    cameraOn: $localize`:@@cameraOn:Camera on`,
    cameraOff: $localize`:@@cameraOff:Camera off`,
    microphoneOn: $localize`:@@microphoneOn:Microphone on`,
    microphoneOff: $localize`:@@microphoneOff:Microphone off`,
  };
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');
  readonly closed = output<void>();
  readonly linkWanted = output<void>();

  constructor() {
    afterNextRender(() => this.title().nativeElement.focus());
  }
}
