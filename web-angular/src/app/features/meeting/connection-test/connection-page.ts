import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { ConnectionPanel } from './connection-panel';

/** The connection test as a page of the settings. */
@Component({
  selector: 'parley-connection-page',
  imports: [ConnectionPanel, Icon, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main data-region>
      <a class="back" routerLink="/settings">
        <parley-icon class="directional" [path]="icons.arrowBack" /><span i18n>Settings</span>
      </a>
      <h1 i18n>Connection test</h1>
      <section class="card"><parley-connection-panel /></section>
    </main>
  `,
  styles: `
    :host {
      display: block;
      overflow-y: auto;
    }
    main {
      display: grid;
      gap: 1.5rem;
      max-inline-size: calc(var(--measure) + 3rem);
      margin-inline: auto;
      padding: 2rem 1.5rem;
    }
    .back {
      display: flex;
      align-items: center;
      gap: 0.5rem;
      justify-self: start;
    }
    .card {
      padding: 1.25rem;
    }
    @media (max-width: 599.98px) {
      main {
        padding: 1rem;
      }
    }
  `,
})
export class ConnectionPage {
  protected readonly icons = icons;
}
