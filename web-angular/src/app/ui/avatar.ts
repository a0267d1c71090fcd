import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core';

/** Up to here the small picture, 96 pixels, is sharp on most screens. */
const SMALL = 40;

/** Somebody's picture, or their initials on a colour that is always theirs. Hidden from screen readers: the name stands beside it. */
@Component({
  selector: 'parley-avatar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { 'aria-hidden': 'true', '[style.--avatar-hue]': 'hue()', '[style.--avatar-size.rem]': 'size() / 16' },
  template: `
    @if (source(); as address) {
      <img [src]="address" alt="" (error)="source.set(undefined)" />
    } @else {
      <span>{{ initials() }}</span>
    }
    @if (presence(); as dot) {
      <i class="presence-dot" [class]="dot"></i>
    }
  `,
  styleUrl: './avatar.css',
})
export class Avatar {
  readonly name = input.required<string>();
  readonly url = input<string | null | undefined>();
  /** In px at 100 % text: 32, 40 or 96. */
  readonly size = input(40);
  /** Draws the dot of an availability, in lower case as the style sheet names it. */
  readonly presence = input<string>();
  /** Whose colour it is; the name's own where nobody says. */
  readonly seed = input<string>();

  /** Cleared by a picture that cannot be shown: then there are initials. */
  protected readonly source = linkedSignal(() => pictureFor(this.url(), this.size()));
  protected readonly initials = computed(() => initialsOf(this.name()));
  protected readonly hue = computed(() => hueOf(this.seed() ?? this.name()));
}

/** The address of a picture in the size that is needed: ours come large and small. */
export function pictureFor(url: string | null | undefined, size: number): string | undefined {
  return (size > SMALL ? url : url?.replace(/^(\/pictures\/.*)\/512\.webp$/, '$1/96.webp')) ?? undefined;
}

/** The first letters of the first and the last word, as graphemes, so that no letter is torn apart. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends
    .map((word) => [...new Intl.Segmenter().segment(word ?? '')][0]?.segment ?? '')
    .join('')
    .toLocaleUpperCase();
}

/** A hue in degrees, one of twelve, the same for the same seed everywhere. */
export function hueOf(seed: string): number {
  let sum = 7;
  for (const letter of seed) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return (sum % 12) * 30;
}
