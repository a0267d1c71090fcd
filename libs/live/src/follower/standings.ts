import type { Beside, Standing } from '@parley/contracts';

/** A standing as it is told, without where it was read. */
export type Told = Pick<Standing, 'key' | 'revision' | 'event'>;

/** What had been told at some moment. Good for as long as the owner's word is not taken again. */
export interface Moment {
  readonly reads: number;
  readonly told: number;
}

/**
 * What one tail has told of how things stand since its mark, up to which the owner has said everything itself. So nothing is told
 * twice, and nothing that was lost is missed: whatever was not told since the mark comes with the next reading.
 */
export class Standings {
  private told = new Map<string, Told & { n: number }>();
  /** While the owner is read: what it named, and what was told meanwhile. The rest lies before its next mark. */
  private reading: typeof this.told | undefined;
  private place: { mark: string; below: number } | undefined;
  private next: string | undefined;
  private count = 0;
  private reads = 0;

  /** Up to which everything has been told; undefined where nothing stands beside the log. */
  get mark(): string | undefined {
    return this.place?.mark;
  }

  /** From where to read on. */
  get from(): string | undefined {
    return this.next ?? this.place?.mark;
  }

  get moment(): Moment {
    return { reads: this.reads, told: this.count };
  }

  startAt(mark: string | undefined, below: number, known: Iterable<Told>): void {
    this.rest();
    if (mark === undefined) return;
    this.place = { mark, below };
    for (const one of known) this.told.set(one.key, { ...one, n: ++this.count });
  }

  rest(): void {
    this.told = new Map();
    this.reading = this.place = this.next = undefined;
    this.reads++;
  }

  /** What has been told behind `moment`; undefined when it is not known any more. */
  since({ reads, told }: Moment): Told[] | undefined {
    return reads === this.reads ? [...this.told.values()].filter(({ n }) => n > told) : undefined;
  }

  /** True when it is to be told: nothing newer is known. `moved`: when it moved. */
  take(standing: Told, moved: number): boolean {
    // From before the mark, such as what a broker held back: the owner has said it, or something newer.
    if (!this.place || moved < this.place.below) return false;
    return this.put(standing);
  }

  /** Before the owner is asked. */
  beginReading(): void {
    if (this.place) this.reading ??= new Map();
  }

  /** The owner's word; those that are to be told. */
  absorb({ standings, mark, more, below }: Beside): Told[] {
    const news = standings.filter((one) => this.put(one));
    if (more) this.next = mark;
    else {
      this.told = this.reading ?? this.told;
      this.place = { mark, below };
      this.reading = this.next = undefined;
      this.reads++;
    }
    return news;
  }

  private put({ key, revision, event }: Told): boolean {
    const known = this.told.get(key);
    const isNews = !known || known.revision < revision;
    const one = isNews ? { key, revision, event, n: ++this.count } : known;
    this.told.set(key, one);
    this.reading?.set(key, one);
    return isNews;
  }
}
