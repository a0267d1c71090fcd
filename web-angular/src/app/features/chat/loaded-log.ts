import { computed, signal } from '@angular/core';
import { emptyLog, type MessageLog, replace } from './message-log';
import {
  isJoined,
  join,
  MOST_HELD,
  type MessagePage,
  type Stretch,
  stretchOf,
  withoutNewest,
  withoutOldest,
} from './stretch';

const nothing: Stretch = { log: emptyLog, earlier: null, later: null, cursors: new Map() };
/** Of the newest messages this many are kept while somebody reads elsewhere, so that going back to them takes no time. */
const NEWEST_KEPT = 50;
/** From the first message in view on, and before it, this many are in view or nearly so, and are not dropped. */
const IN_VIEW = 100;
/** From the first message in view on this many may be in view at most, on a high screen. */
const IN_SIGHT = 50;

/**
 * What of a conversation is in memory: its newest messages, which are followed live and which mine on their way stand behind, and,
 * while somebody reads far from them, the stretch around what they read. Never more than `MOST_HELD` of either.
 */
export class LoadedLog {
  readonly #newest = signal<Stretch>(nothing);
  readonly #away = signal<Stretch | null>(null);
  readonly #shown = computed(() => this.#away() ?? this.#newest());

  /** What is shown. Away from the newest without what is on its way, which stands behind them. */
  readonly log = computed(() => this.#shown().log);
  /** The newest, shown or not. */
  readonly newest = computed(() => this.#newest().log);
  /** Where the page before what is shown begins; null when there is none. */
  readonly earlier = computed(() => this.#shown().earlier);
  /** Where the page behind what is shown begins; null when the newest are shown. */
  readonly later = computed(() => {
    const away = this.#away();
    return away && (away.later ?? away.cursors.get(away.log.stored.at(-1)?.seq ?? 0) ?? null);
  });

  clear(): void {
    this.#newest.set(nothing);
    this.#away.set(null);
  }

  /** The newest page, afresh: what was known besides may have changed and is forgotten; what is on its way stays. */
  begin(page: MessagePage): void {
    const { pending } = this.#newest().log;
    const stretch = stretchOf(page);
    this.#away.set(null);
    this.#newest.set({ ...stretch, log: replace({ stored: [], pending }, stretch.log.stored), later: null });
  }

  /** What becomes of the newest: something was said, or is on its way. */
  grow(apply: (log: MessageLog) => MessageLog): void {
    this.#newest.update((stretch) => ({ ...stretch, log: apply(stretch.log) }));
  }

  /** What becomes of messages wherever they are. */
  change(apply: (log: MessageLog) => MessageLog): void {
    this.grow(apply);
    this.#away.update((stretch) => stretch && { ...stretch, log: apply(stretch.log) });
  }

  /**
   * Takes the page that goes on from what is shown.
   *
   * @param side where it was asked for
   * @param near seq of what is read: it stays
   */
  goOn(page: MessagePage, side: 'earlier' | 'later', near: number): void {
    const [shown, next] = [this.#shown(), stretchOf(page)];
    this.#show({ ...join(shown, next), earlier: shown.earlier, later: shown.later, [side]: next[side] });
    this.bound(near);
  }

  /** Shows another place of the conversation, from this page on. */
  show(page: MessagePage): void {
    const stretch = stretchOf(page);
    if (isJoined(stretch, this.#shown())) this.#show(join(this.#shown(), stretch));
    else this.#show(stretch, true);
  }

  /** Shows the newest again. */
  back(): void {
    this.#away.set(null);
  }

  /**
   * Forgets what is farthest from what is read where there is too much.
   *
   * @param near seq of the first message in view: what is around it stays; Infinity at the newest
   * @returns whether it is within its bound
   */
  bound(near: number): boolean {
    const { stored } = this.#shown().log;
    if (stored.length <= MOST_HELD) return true;
    const at = stored.findIndex(({ seq }) => seq >= near);
    if (at < 0) this.#show(withoutOldest(this.#shown()));
    else if (at < stored.length / 2) this.#letNewestGo(at + IN_VIEW);
    else this.#show(withoutOldest(this.#shown(), undefined, at - IN_VIEW));
    return this.#shown().log.stored.length <= MOST_HELD;
  }

  /**
   * Forgets what is out of view, on both sides: what is about to be replaced by another place is taken away in two turns.
   *
   * @param near seq of the first message in view; Infinity at the newest
   */
  narrow(near: number): void {
    const { length } = this.#shown().log.stored;
    const found = this.#shown().log.stored.findIndex(({ seq }) => seq >= near);
    const at = found < 0 ? length - IN_SIGHT : found;
    if (at + 2 * IN_SIGHT < length) this.#letNewestGo(at + IN_SIGHT, at + 2 * IN_SIGHT);
    const shown = this.#shown();
    this.#show(withoutOldest(shown, shown.log.stored.length - at + IN_SIGHT, at));
  }

  #letNewestGo(keep: number, most?: number): void {
    const shown = this.#shown();
    const left = withoutNewest(shown, most, keep);
    if (left === shown || left.later === null) return;
    const wasNewest = this.#away() === null;
    this.#away.set(left);
    if (wasNewest) this.#newest.update((newest) => withoutOldest(newest, Math.max(NEWEST_KEPT, tailOf(newest))));
  }

  /** What is shown from now on; where it has met the newest, they are one again. */
  #show(stretch: Stretch, isElsewhere = false): void {
    if (!isElsewhere && this.#away() === null) return this.#newest.set({ ...stretch, later: null });
    const newest = this.#newest();
    if (!isJoined(stretch, newest)) return this.#away.set(stretch);
    this.#newest.set({ ...join(stretch, newest), later: null });
    this.#away.set(null);
  }
}

/** How many messages stand from the last place on that it can be gone on from, but at least those that are kept. */
function tailOf({ log: { stored }, cursors }: Stretch): number {
  const at = stored.findLastIndex(({ seq }, index) => stored.length - index >= NEWEST_KEPT && cursors.has(seq));
  return at < 0 ? stored.length : stored.length - at;
}
