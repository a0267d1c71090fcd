import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MyStatusDocument, SetPrivacyDocument } from '../../graph/generated/self/graphql';
import { Graph } from '../../graph/graph';
import { Toaster } from '../../ui/toaster';

/** Whether others may see when I was last here. Shown as it stands once that is known. */
@Component({
  selector: 'parley-last-seen-choice',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <h2 i18n="@@privacy">Privacy</h2>
    <label>
      <input
        type="checkbox"
        #box
        [checked]="isHidden() ?? false"
        [disabled]="isHidden() === undefined"
        (change)="choose(box)"
      />
      <span>
        <span i18n="@@hideLastSeen">Hide when I was last seen</span>
        <span class="meta" i18n="@@hideLastSeenHint"
          >Contacts still see whether you are here, and not since when you are away.</span
        >
      </span>
    </label>
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.75rem;
    }
    label {
      display: flex;
      gap: 0.75rem;
      align-items: flex-start;
    }
    label > span {
      display: grid;
    }
    input {
      flex: none;
      inline-size: 1.25rem;
      block-size: 1.25rem;
      margin: 0.125rem 0 0;
      accent-color: var(--accent);
    }
  `,
})
export class LastSeenChoice {
  readonly #graph = inject(Graph);
  readonly #toaster = inject(Toaster);
  /** Undefined while it is not known, or being changed. */
  protected readonly isHidden = signal<boolean | undefined>(undefined);

  constructor() {
    void this.#graph.ask(MyStatusDocument, {}).then(
      ({ myStatus }) => this.isHidden.set(myStatus.hideLastSeen),
      () => undefined,
    );
  }

  protected async choose(box: HTMLInputElement): Promise<void> {
    const [wanted, before] = [box.checked, this.isHidden()];
    this.isHidden.set(undefined);
    try {
      const { status } = (await this.#graph.ask(SetPrivacyDocument, { input: { hideLastSeen: wanted } })).setPrivacy;
      if (!status) throw new Error('refused');
      this.isHidden.set(status.hideLastSeen);
    } catch {
      this.isHidden.set(before);
      box.checked = before ?? false;
      this.#toaster.show($localize`:@@actFailed:That did not reach the server. Try again in a moment.`);
    }
  }
}
