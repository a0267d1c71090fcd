import { Parser } from 'htmlparser2';
import type { PageWords } from './link-preview.ts';

/** Characters of a word that are kept while reading; what is shown is cut later. */
const KEPT = 2_000;
/** Where a word is looked for, the best place first. */
const PLACES = {
  title: ['og:title', 'twitter:title'],
  description: ['og:description', 'twitter:description', 'description'],
  siteName: ['og:site_name'],
} as const;

/** Reads what a page says of itself in its head, piece by piece; nothing is run, and no tree is made. */
export class PageReader {
  readonly #meta = new Map<string, string>();
  #title: string | undefined;
  #isInTitle = false;
  #isDone = false;
  readonly #parser = new Parser({
    onopentag: (name, attributes) => {
      if (name === 'meta') this.#note(attributes);
      else if (name === 'title') this.#isInTitle = this.#title === undefined;
      else if (name === 'body') this.#isDone = true;
    },
    ontext: (text) => {
      if (this.#isInTitle) this.#title = ((this.#title ?? '') + text).slice(0, KEPT);
    },
    onclosetag: (name) => {
      if (name === 'title') this.#isInTitle = false;
      else if (name === 'head') this.#isDone = true;
    },
  });

  /** Whether what follows says nothing more. */
  get isDone(): boolean {
    return this.#isDone;
  }

  write(piece: string): void {
    this.#parser.write(piece);
  }

  /** What was found. */
  end(): { [Word in keyof PageWords]?: string | undefined } {
    this.#parser.end();
    const of = (places: readonly string[]) => places.map((place) => this.#meta.get(place)).find((word) => word);
    return {
      title: of(PLACES.title) ?? this.#title,
      description: of(PLACES.description),
      siteName: of(PLACES.siteName),
    };
  }

  #note({ property, name, content }: Record<string, string>): void {
    const key = (property ?? name)?.toLowerCase();
    if (key === undefined || content === undefined || this.#meta.has(key)) return;
    if (Object.values(PLACES).some((places) => (places as readonly string[]).includes(key)))
      this.#meta.set(key, content.slice(0, KEPT));
  }
}
