import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  LOCALE_ID,
  signal,
  untracked,
} from '@angular/core';
import { MeetingRecordingsDocument, RecordingFileDocument } from '../../graph/generated/meeting/graphql';
import { Graph } from '../../graph/graph';
import { Loading } from '../../graph/loading';
import { Icon } from '../../ui/icon';
import { LoadFailure } from '../../ui/load-failure';
import { RelativeTime } from '../../ui/relative-time';
import { Toaster } from '../../ui/toaster';
import { durationWords } from './meeting-words';
import { meetingsIcons } from './meetings-icons';
import { sizeWords } from '../../ui/size-words';
import { recordedCause, recordedWords, type Recorded } from './recording-facts';

const PAGE = 50;
/** How often one that is not done yet is looked at again, in milliseconds. */
const LOOK_MS = 5000;

/** A meeting's recordings in its record: to play and to download, with what is missing in them and how long they are kept. */
@Component({
  selector: 'parley-recordings',
  imports: [Icon, LoadFailure, RelativeTime],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './recordings.html',
  styleUrl: './recordings.css',
})
export class Recordings {
  readonly #graph = inject(Graph);
  readonly #toaster = inject(Toaster);
  readonly #locale = inject(LOCALE_ID);
  readonly #loading = signal(new Loading());
  /** Null for those who may not have them. */
  readonly #read = signal<readonly Recorded[] | null>(null);
  #next: ReturnType<typeof setTimeout> | undefined;
  /** The meeting's, from the address. */
  readonly code = input.required<string>();

  protected readonly icons = meetingsIcons;
  protected readonly state = computed(() => this.#loading().state());
  protected readonly isMine = computed(() => this.#read() !== null);
  /** Which one is being played, and from where. */
  protected readonly playing = signal<{ readonly id: string; readonly url: string } | undefined>(undefined);
  protected readonly recordings = computed(() =>
    (this.#read() ?? []).map((recording) => ({
      id: recording.id,
      at: recording.startedAt ?? recording.requestedAt,
      isThere: recording.state === 'READY' && !recording.deletedAt,
      words: recordedWords(recording),
      isBad: recording.state === 'FAILED',
      cause: recordedCause(recording),
      duration: recording.durationSeconds == null ? undefined : durationWords(recording.durationSeconds, this.#locale),
      missing: recording.missingSeconds ? durationWords(recording.missingSeconds, this.#locale) : undefined,
      size: recording.bytes == null || recording.deletedAt ? undefined : sizeWords(recording.bytes, this.#locale),
      keptUntil: recording.expiresAt && !recording.deletedAt ? this.#day(recording.expiresAt) : undefined,
    })),
  );

  constructor() {
    effect(() => {
      this.code();
      untracked(() => {
        this.#loading.set(new Loading());
        this.#read.set(null);
        this.playing.set(undefined);
        void this.load();
      });
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#next));
  }

  protected async load(): Promise<void> {
    const code = this.code();
    clearTimeout(this.#next);
    await this.#loading().run(async () => {
      const read = await this.#everything(code);
      if (code !== this.code()) return;
      this.#read.set(read);
      const isUnderWay = read?.some(({ state }) => state !== 'READY' && state !== 'FAILED');
      if (isUnderWay) this.#next = setTimeout(() => void this.load(), LOOK_MS);
    });
  }

  protected async play(id: string): Promise<void> {
    if (this.playing()?.id === id) return this.playing.set(undefined);
    const url = await this.#address(id);
    if (url) this.playing.set({ id, url });
  }

  protected async download(id: string): Promise<void> {
    const url = await this.#address(id);
    if (!url) return;
    const link = document.createElement('a');
    link.href = `${url}&download=1`;
    link.click();
  }

  protected notPlayed(): void {
    this.playing.set(undefined);
    this.#toaster.show($localize`:@@recordingNotPlayed:The recording cannot be played here. Try to download it.`);
  }

  /** Addresses are good for ten minutes: every use asks for its own. The one of the page's own origin, whatever name it has. */
  async #address(id: string): Promise<string | undefined> {
    try {
      const { recording } = await this.#graph.ask(RecordingFileDocument, { id });
      const address = recording?.url ? new URL(recording.url) : undefined;
      if (address) return `${address.pathname}${address.search}`;
    } catch {
      // Said below.
    }
    this.#toaster.show($localize`:@@recordingNotThere:The recording cannot be had at the moment. Try again.`);
    return undefined;
  }

  #day(at: string): string {
    return new Intl.DateTimeFormat(this.#locale, { dateStyle: 'medium' }).format(new Date(at));
  }

  async #everything(code: string): Promise<readonly Recorded[] | null> {
    const all: Recorded[] = [];
    for (let after: string | null | undefined; ;) {
      const { meeting } = await this.#graph.ask(MeetingRecordingsDocument, { code, first: PAGE, after });
      if (!meeting?.recordings) return null;
      all.push(...meeting.recordings.nodes);
      if (!meeting.recordings.pageInfo.hasNextPage) return all;
      after = meeting.recordings.pageInfo.endCursor;
    }
  }
}
