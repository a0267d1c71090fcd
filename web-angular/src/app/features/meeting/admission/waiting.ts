import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  viewChild,
} from '@angular/core';
import { Icon } from '../../../ui/icon';
import { MeetingStore } from '../meeting-store';
import { stageIcons } from '../stage-icons';

/** One has asked to join and a host decides; meanwhile one sees oneself. */
@Component({
  selector: 'parley-waiting',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h1 tabindex="-1" #title dir="auto">{{ store.meeting()?.title }}</h1>
    <div class="state" role="status">
      <parley-icon [path]="icons.hourglassTop" />
      <p class="strong">{{ words() }}</p>
    </div>
    <p class="muted" i18n>You join by yourself as soon as you are let in. Keep this page open.</p>
    <p class="muted as">
      <span i18n>You join as</span> <strong dir="auto">{{ store.myName() }}</strong>
    </p>
    <button class="button large" type="button" (click)="store.stopWaiting()" i18n>Leave</button>
  `,
  styles: `
    :host {
      display: grid;
      gap: 1rem;
    }
    h1 {
      font: var(--hero);
      overflow-wrap: anywhere;
    }
    .state {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      padding: 1rem;
      border-radius: var(--radius-large);
      background: var(--surface);
      --icon-size: 1.5rem;
    }
    .state parley-icon {
      color: var(--accent);
    }
    .strong {
      font: var(--strong);
    }
    .as {
      display: flex;
      flex-wrap: wrap;
      gap: 0 0.375rem;
      overflow-wrap: anywhere;
    }
    .as strong {
      color: var(--text);
    }
    .button {
      justify-self: start;
    }
    @media (max-width: 839.98px) {
      h1 {
        font: var(--page);
      }
      .button {
        justify-self: stretch;
      }
    }
  `,
})
export class Waiting {
  protected readonly store = inject(MeetingStore);
  protected readonly icons = stageIcons;
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');
  protected readonly words = computed(() =>
    this.store.isHostPresent()
      ? $localize`:@@hostKnows:The host knows you are here`
      : $localize`:@@hostNotArrived:The host has not arrived`,
  );

  constructor() {
    afterNextRender(() => this.title().nativeElement.focus());
  }
}
