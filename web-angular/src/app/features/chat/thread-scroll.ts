import { afterNextRender, computed, inject, Injectable, Injector, signal } from '@angular/core';
import type { Side } from './paging';
import { ReadingPlace } from './reading-place';
import { Thread } from './thread';

/** How long a message one was led to stands out, in milliseconds. */
const FOUND_MS = 2500;
/** How near the end counts as being at the end, in px. */
const NEAR_PX = 80;
/** The next page is asked for when less than this is left to scroll: in heights of the view, and in px, so that all of it is within the bound. */
const AHEAD = { views: 2, px: 1500 } as const;

/** Where one is in the list of a thread: at its end and staying there, or reading elsewhere, with more coming where one goes. */
@Injectable()
export class ThreadScroll {
  readonly #thread = inject(Thread);
  readonly #injector = inject(Injector);
  readonly #isAtEnd = signal(true);
  readonly #hasNews = signal(false);
  readonly #found = signal('');
  readonly #seqs = computed(() => new Map(this.#thread.log().stored.map(({ id, seq }) => [id, seq])));
  #scroller: HTMLElement | undefined;
  #box: HTMLElement | undefined;
  #place: ReadingPlace | undefined;
  #height = 0;

  /** Whether the newest are in view: it stays so when others come. */
  readonly isAtEnd = this.#isAtEnd.asReadonly();
  /** Whether something came that is not in view. */
  readonly hasNews = this.#hasNews.asReadonly();
  /** The message one was just led to. */
  readonly found = this.#found.asReadonly();

  /** @param box holds the rows, which bear their keys as `data-row` @returns what ends it */
  attach(scroller: HTMLElement, box: HTMLElement): () => void {
    this.#scroller = scroller;
    this.#box = box;
    this.#place = new ReadingPlace(scroller, box);
    const observer = new ResizeObserver(() => this.drawn());
    observer.observe(scroller);
    observer.observe(box);
    return () => observer.disconnect();
  }

  /** The list looks different from before: what one reads stays where it is. */
  drawn(): void {
    if (!this.#scroller) return;
    this.#height = this.#scroller.clientHeight;
    if (this.#isAtEnd()) this.#scroller.scrollTop = this.#scroller.scrollHeight;
    else this.#place?.hold();
    this.#look();
  }

  scrolled(): void {
    // The view has become smaller or larger: that is not somebody scrolling away.
    if (this.#isAtEnd() && this.#scroller?.clientHeight !== this.#height) return this.drawn();
    this.#look(true);
  }

  /** Something came from somebody else. */
  arrived(): void {
    if (!this.#isAtEnd()) this.#hasNews.set(true);
  }

  /** To the newest, from wherever one is. */
  async toEnd(): Promise<void> {
    await this.#thread.toNewest();
    this.#isAtEnd.set(true);
    this.#hasNews.set(false);
    if (this.#scroller) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** To where the conversation begins. */
  async toStart(): Promise<void> {
    if (!(await this.#thread.toOldest())) return;
    this.#isAtEnd.set(false);
    this.#afterRender(() => this.#scroller?.scrollTo({ top: 0, behavior: 'instant' }));
  }

  /** Leads to a message, also one that is not loaded yet. */
  async lead(id: string): Promise<void> {
    if (!(await this.#thread.reach(id))) return;
    this.#isAtEnd.set(false);
    this.#found.set(id);
    setTimeout(() => this.#found.update((found) => (found === id ? '' : found)), FOUND_MS);
    this.#afterRender(() => {
      const article = this.#box?.querySelector<HTMLElement>(`#${CSS.escape(id)}`);
      article?.scrollIntoView({ block: 'center', behavior: 'instant' });
      article?.focus({ preventScroll: true });
    });
  }

  /** Loads what comes before or behind. */
  goOn(side: Side): Promise<void> {
    return this.#thread.goOn(side);
  }

  #afterRender(go: () => void): void {
    const mixedReadWrite = (): void => {
      go();
      this.#look(true);
    };
    afterNextRender({ mixedReadWrite }, { injector: this.#injector });
  }

  /** Notes where one is, and asks for what is missing there. @param hasMoved whether somebody scrolled, rather than the list grew */
  #look(hasMoved = false): void {
    const place = this.#place;
    if (!place || this.#thread.state() !== 'ready') return;
    const key = place.look();
    const { above, below, view } = place.room;
    if (view === 0) return;
    if (hasMoved) this.#isAtEnd.set(below < NEAR_PX && !this.#thread.hasLater());
    if (this.#isAtEnd()) this.#hasNews.set(false);
    const seq = this.#isAtEnd() ? Infinity : this.#seqs().get(key ?? '');
    if (seq !== undefined) this.#thread.reads(seq);
    if (this.#thread.fetching()) return;
    // Whoever looks at the end only needs no more than fills the view. What did not come is asked for again by its button alone.
    const ahead = Math.min(AHEAD.views * view, AHEAD.px);
    const isNearStart = above < (this.#isAtEnd() ? 1 : ahead);
    if (isNearStart && this.#thread.hasEarlier() && this.#thread.failed() !== 'earlier') void this.goOn('earlier');
    else if (below < ahead && this.#thread.hasLater() && this.#thread.failed() !== 'later') void this.goOn('later');
  }
}
