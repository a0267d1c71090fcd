import { inject, Injectable } from '@angular/core';
import { worksOnlyHere } from './only-here';
import { Toaster } from './toaster';

/** Puts links on the clipboard and says so. Of one that works only on this computer it says that too, and how to share it. */
@Injectable({ providedIn: 'root' })
export class LinkCopier {
  readonly #toaster = inject(Toaster);

  /**
   * @param text the link, or a text with it
   * @param link the link itself
   * @param refused what to say when the browser does not allow copying
   * @param done what to say when it is done
   */
  async copy(text: string, link: string, refused: string, done = $localize`:@@linkCopied:Link copied`): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#toaster.show(
        worksOnlyHere(link)
          ? $localize`:@@copiedOnlyHere:${done}:what:. Works only on this computer: to let others on your network in, start Parley with “npm start -- --share”.`
          : done,
      );
    } catch {
      this.#toaster.show(refused);
    }
  }
}
