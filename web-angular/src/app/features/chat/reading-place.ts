/** Browsers that keep what is read in its place by themselves, except at the very top. */
const doesBrowserAnchor = (): boolean => globalThis.CSS?.supports?.('overflow-anchor', 'auto') ?? false;

/** Which row of a list is read, and that it stays where it is when others are put before it or taken away. */
export class ReadingPlace {
  #row: HTMLElement | undefined;
  /** Lower edge of the row within what is scrolled, in px: what stands above its words may come and go. */
  #edge = 0;
  /** The row that has the focus, or has lost it by being taken away. */
  #focused: Element | undefined;

  constructor(
    private readonly scroller: HTMLElement,
    private readonly box: HTMLElement,
  ) {
    box.addEventListener('focusin', ({ target }) => (this.#focused = target as Element));
  }

  /** How far one can scroll up and down, in px; how high the view is. */
  get room(): { readonly above: number; readonly below: number; readonly view: number } {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return { above: scrollTop, below: scrollHeight - scrollTop - clientHeight, view: clientHeight };
  }

  /** Looks which row is the first in view. @returns its key */
  look(): string | undefined {
    const top = this.scroller.getBoundingClientRect().top;
    const rows = this.box.children;
    let [from, to] = [0, rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((rows[middle] as HTMLElement).getBoundingClientRect().bottom > top) to = middle;
      else from = middle + 1;
    }
    // What is not a row, such as a button above them, is nothing that is read.
    while (from < rows.length && !rows[from]?.hasAttribute('data-row')) from += 1;
    this.#row = rows[from] as HTMLElement | undefined;
    this.#edge = this.#row ? edgeOf(this.#row) : 0;
    return this.#row?.dataset['row'];
  }

  /** Puts the row back to where it was, where the browser does not. Call when the list has changed. */
  hold(): void {
    if (this.#focused && !this.#focused.isConnected) {
      // Keys go on scrolling the list.
      if (document.activeElement === document.body) this.scroller.focus({ preventScroll: true });
      this.#focused = undefined;
    }
    if (!this.#row?.isConnected) return;
    const moved = edgeOf(this.#row) - this.#edge;
    this.#edge += moved;
    if (moved !== 0 && (this.scroller.scrollTop === 0 || !doesBrowserAnchor())) this.scroller.scrollTop += moved;
  }
}

function edgeOf(row: HTMLElement): number {
  return row.offsetTop + row.offsetHeight;
}
