import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  LOCALE_ID,
  signal,
  untracked,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { MeetingAttendanceDocument, MeetingAttendanceQuery } from '../../graph/generated/meeting/graphql';
import { Graph } from '../../graph/graph';
import { Loading } from '../../graph/loading';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { LoadFailure } from '../../ui/load-failure';
import { Notice } from '../../ui/notice';
import { PageTitle } from '../../ui/page-title';
import { RelativeTime } from '../../ui/relative-time';
import { Toaster } from '../../ui/toaster';
import { Attended, attendanceTable } from './attendance';
import { csvOf } from './csv';
import { MeetingSessions } from './meeting-sessions';
import { canBeJoined, durationWords, stateWords, timeWords } from './meeting-words';
import { meetingsIcons } from './meetings-icons';
import { PlanCard } from './planning/plan-card';
import { Recordings } from './recordings';
import { saveFile } from './save-file';

type Meeting = NonNullable<MeetingAttendanceQuery['meeting']>;

const PAGE = 100;

/** What is known of one meeting; for its hosts, who was there and when. */
@Component({
  selector: 'parley-meeting-record',
  imports: [RouterLink, Icon, LoadFailure, MeetingSessions, Notice, PlanCard, Recordings, RelativeTime],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './meeting-record.html',
  styleUrls: ['./meeting-record.css'],
})
export class MeetingRecord {
  readonly #graph = inject(Graph);
  readonly #title = inject(PageTitle);
  readonly #toaster = inject(Toaster);
  readonly #locale = inject(LOCALE_ID);
  readonly #loading = signal(new Loading());
  readonly #read = signal<Read | undefined>(undefined);
  /** From the address. */
  readonly code = input.required<string>();

  protected readonly icons = icons;
  protected readonly meetingsIcons = meetingsIcons;
  protected readonly canBeJoined = canBeJoined;
  protected readonly stateWords = stateWords;
  protected readonly state = computed(() => this.#loading().state());
  protected readonly meeting = computed(() => this.#read()?.meeting);
  /** Undefined for those who do not hold it. */
  protected readonly people = computed(() =>
    this.#read()?.people?.map((person) => ({ ...person, total: durationWords(person.durationSeconds, this.#locale) })),
  );

  constructor() {
    effect(() => {
      this.code();
      untracked(() => {
        this.#loading.set(new Loading());
        this.#read.set(undefined);
        void this.load();
      });
    });
  }

  /** Loads everything afresh; what is shown stays until the answer is there. */
  protected async load(): Promise<boolean> {
    const code = this.code();
    return this.#loading().run(async () => {
      const read = await this.#everything(code);
      if (code !== this.code()) return;
      this.#read.set(read);
      if (read.meeting) this.#title.name(read.meeting.title);
    });
  }

  protected async refresh(): Promise<void> {
    const words = (await this.load())
      ? $localize`:@@attendanceFresh:Attendance is up to date`
      : $localize`:@@attendanceStale:Attendance could not be loaded. Try again in a moment.`;
    this.#toaster.show(words);
  }

  protected timeOf(at: string): string {
    return timeWords(at, this.meeting()?.createdAt ?? at, this.#locale);
  }

  /** To the second, with the day. */
  protected exactly(at: string): string {
    return new Intl.DateTimeFormat(this.#locale, { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(at));
  }

  protected download(): void {
    const { meeting, people } = this.#read() ?? {};
    if (!meeting || !people) return;
    const name = `attendance-${meeting.code}-${meeting.createdAt.slice(0, 10)}.csv`;
    saveFile(name, 'text/csv;charset=utf-8', csvOf(attendanceTable(people)));
  }

  async #everything(code: string): Promise<Read> {
    let people: Attended[] | undefined;
    for (let after: string | null | undefined; ;) {
      const { meeting } = await this.#graph.ask(MeetingAttendanceDocument, { code, first: PAGE, after });
      if (!meeting?.attendance) return { meeting: meeting ?? undefined, people: undefined };
      people = [...(people ?? []), ...meeting.attendance.nodes];
      if (!meeting.attendance.pageInfo.hasNextPage) return { meeting, people };
      after = meeting.attendance.pageInfo.endCursor;
    }
  }
}

interface Read {
  readonly meeting: Meeting | undefined;
  readonly people: readonly Attended[] | undefined;
}
