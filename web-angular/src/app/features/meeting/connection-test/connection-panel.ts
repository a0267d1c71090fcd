import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { Toaster } from '../../../ui/toaster';
import { checkAdvice, checkTitle, checkWords } from './checks';
import { ConnectionTest } from './connection-test';
import { Circumstances, reportJson, reportText, statesOf } from './report';

/** The connection test: a line for each way, what to do where one is closed, and a report to copy or save. */
@Component({
  selector: 'parley-connection-panel',
  imports: [Icon],
  providers: [ConnectionTest],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <p class="muted" i18n>It takes half a minute, opens no camera and no microphone, and joins no meeting.</p>
    <ol>
      @for (line of lines(); track line.name) {
        <li data-testid="check" [attr.data-check]="line.name" [attr.data-state]="line.state">
          <parley-icon [path]="line.icon" />
          <div>
            <p class="line">
              <strong>{{ line.title }}</strong> <span class="state">{{ line.words }}</span>
            </p>
            @if (line.advice) {
              <p class="muted">{{ line.advice }}</p>
            }
          </div>
        </li>
      }
    </ol>
    <p class="summary" role="status">{{ summary() }}</p>
    <div class="ways">
      <button class="button primary" type="button" [attr.aria-disabled]="test.isRunning()" (click)="run()">
        @if (isDone()) {
          <ng-container i18n>Test again</ng-container>
        } @else {
          <ng-container i18n>Start the test</ng-container>
        }
      </button>
      @if (isDone()) {
        <button class="button" type="button" (click)="copy()" i18n>Copy report</button>
        <button class="button" type="button" (click)="save()" i18n>Save report</button>
      }
    </div>
  `,
  styleUrl: './connection-panel.css',
})
export class ConnectionPanel {
  readonly #toaster = inject(Toaster);
  protected readonly test = inject(ConnectionTest);
  /** For guests: the code of the meeting they stand before. */
  readonly code = input<string>();
  #at = new Date();

  protected readonly lines = computed(() => {
    const checks = this.test.checks();
    const states = statesOf(checks);
    return checks.map((check) => ({
      ...check,
      title: checkTitle(check.name),
      words: checkWords(check),
      advice: checkAdvice(check, states),
      icon: check.state === 'passed' ? icons.check : check.state === 'failed' ? icons.error : icons.info,
    }));
  });
  protected readonly isDone = computed(
    () => !this.test.isRunning() && this.test.checks().every(({ state }) => state !== 'waiting'),
  );
  protected readonly summary = computed(() => {
    const refusal = this.test.refusal();
    if (refusal) return refusal;
    if (this.test.isRunning()) return $localize`:@@testRunning:The test is running`;
    if (!this.isDone()) return '';
    const states = statesOf(this.test.checks());
    const hasWay = states.udp === 'passed' || states.tcp === 'passed' || states.turn === 'passed';
    if (!hasWay || states.publish === 'failed') return $localize`:@@testNoMeetings:Meetings will not work from here.`;
    return Object.values(states).includes('failed')
      ? $localize`:@@testSomeMeetings:Meetings will work from here, with what is said above.`
      : $localize`:@@testAllMeetings:Meetings will work well from here.`;
  });

  protected async run(): Promise<void> {
    this.#at = new Date();
    await this.test.run(this.code());
  }

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(reportText(this.test.checks(), this.#circumstances()));
      this.#toaster.show($localize`:@@reportCopied:Report copied`);
    } catch {
      this.#toaster.show($localize`:@@reportNotCopied:The browser did not allow copying. Save the report instead.`);
    }
  }

  protected save(): void {
    const file = new Blob([reportJson(this.test.checks(), this.#circumstances())], { type: 'application/json' });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `parley-connection-${this.#at.toISOString().slice(0, 16).replace(/\D/g, '')}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  #circumstances(): Circumstances {
    return { server: location.origin, browser: navigator.userAgent, at: this.#at };
  }
}
