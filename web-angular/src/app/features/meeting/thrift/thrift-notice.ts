import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { MeetingStore } from '../meeting-store';
import { viewIcons } from '../stage/view-icons';
import { Thrift } from './thrift';
import { ThriftKeeper } from './thrift-keeper';

/** What one does without, and the way back; or the offer to do without when the computer cannot keep up. */
@Component({
  selector: 'parley-thrift-notice',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (thrift.isAudioOnly()) {
      <div class="notice">
        <p class="said">
          <parley-icon [path]="icons.headphones" />
          @if (sharing(); as name) {
            <span i18n
              >Audio only. <bdi>{{ name }}</bdi> is sharing a screen.</span
            >
          } @else {
            <span i18n>Audio only: no video is received or sent.</span>
          }
        </p>
        <button class="button small" type="button" (click)="thrift.choose('off')" i18n>Show video</button>
      </div>
    } @else if (keeper.isOffered()) {
      <div class="notice">
        <p class="said">
          <parley-icon [path]="icons.eco" /><span i18n>This computer cannot keep up with the video.</span>
        </p>
        <button class="button small" type="button" (click)="keeper.decline()" i18n>Not now</button>
        <button class="button small primary" type="button" (click)="keeper.accept()" i18n>Ease its work</button>
      </div>
    }
  `,
  styleUrl: './thrift-notice.css',
})
export class ThriftNotice {
  protected readonly thrift = inject(Thrift);
  protected readonly keeper = inject(ThriftKeeper);
  protected readonly icons = viewIcons;
  readonly #attendees = inject(MeetingStore).attendees;
  protected readonly sharing = computed(
    () => this.#attendees().find(({ isSharing, isLocal }) => isSharing && !isLocal)?.name,
  );
}
