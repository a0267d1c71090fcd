import type { Browser, Page } from '@playwright/test';

/** What a list of messages shows at one moment. */
export interface Glance {
  /** Rows in the page. */
  rows: number;
  /** The numbers in `Message no. <n>`, as they stand in the page. */
  numbers: number[];
  /** Those that are in view. */
  inView: number[];
  /** Lower edge of each of them below the upper one of the list, in px, by number. */
  edges: Record<number, number>;
  /** Whether each says where it stands, in order, and that there are more. */
  arePlaced: boolean;
}

/** Looks at the open conversation. */
export function glance(page: Page): Promise<Glance> {
  return page.evaluate(() => {
    const list = document.querySelector('[role=log]') ?? document.body;
    const view = list.getBoundingClientRect();
    const seen: Glance = {
      rows: list.querySelectorAll('[data-row]').length,
      numbers: [],
      inView: [],
      edges: {},
      arePlaced: true,
    };
    let place = 0;
    for (const row of list.querySelectorAll<HTMLElement>('[data-testid=message]')) {
      const [before, size] = [place, row.getAttribute('aria-setsize')];
      place = Number(row.getAttribute('aria-posinset'));
      seen.arePlaced &&= place > before && size === '-1';
      const number = Number(/Message no\. (\d+)/.exec(row.textContent ?? '')?.[1]);
      if (!number) continue;
      seen.numbers.push(number);
      const { top, bottom } = row.getBoundingClientRect();
      if (bottom <= view.top || top >= view.bottom) continue;
      seen.inView.push(number);
      seen.edges[number] = bottom - view.top;
    }
    return seen;
  });
}

/** A task of the page's main thread, in milliseconds: how long it took, and how much of that it had a processor. */
export interface Task {
  took: number;
  worked: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** What the page counts as a long task, in milliseconds. */
const LONG_MS = 50;

/**
 * The long tasks of a page while something is done: what `PerformanceObserver` calls so, from the browser's own record of its tasks, which
 * knows besides how long each was left waiting for a processor by whatever else the machine does.
 */
export async function longTasksOf(browser: Browser, page: Page, work: () => Promise<void>): Promise<Task[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  await work().catch(async (error: unknown) => {
    await browser.stopTracing();
    throw error;
  });
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const pages = new Set(
    traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  );
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && pages.has(threadOf(event)));
  if (tasks.length === 0) throw new Error('The browser recorded no task.');
  const inMs = (microseconds: number): number => Math.round(microseconds / 1000);
  return tasks
    .map(({ dur = 0, tdur = dur }) => ({ took: inMs(dur), worked: inMs(tdur) }))
    .filter(({ took }) => took > LONG_MS);
}
