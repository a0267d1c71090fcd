import { inject, Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterStateSnapshot, TitleStrategy } from '@angular/router';

/** Names the tab after the view, so that a screen reader and the tab strip both say where one is. */
@Injectable({ providedIn: 'root' })
export class PageTitle extends TitleStrategy {
  readonly #title = inject(Title);

  override updateTitle(state: RouterStateSnapshot): void {
    this.name(this.buildTitle(state));
  }

  /** Puts `view` before the product's name; without it the name stands alone. */
  name(view: string | undefined): void {
    this.#title.setTitle(view ? `${view} · Parley` : 'Parley');
  }
}
