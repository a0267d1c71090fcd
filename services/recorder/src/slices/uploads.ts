import { buffer } from 'node:stream/consumers';
import type { DiskStorage } from '@parley/storage';
import type { Storage } from '@parley/storage';

/** Side by side, so that a backlog is caught up with. */
const AT_ONCE = 4;
/** Milliseconds before the next try; the last goes for all after it. */
const PAUSES_MS = [500, 1_000, 2_000, 5_000, 10_000];

/** Carries slices from the spool to the storage, oldest first, and tries each until it is there. */
export class Uploads {
  private readonly waiting: string[] = [];
  private readonly underWay = new Set<string>();
  private readonly settling = new Set<{ prefix: string; done: () => void }>();
  private failures = 0;
  private pause: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly spool: DiskStorage,
    private readonly storage: Storage,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** Slices that are not in the storage yet. */
  get size(): number {
    return this.waiting.length + this.underWay.size;
  }

  /** What lies in the spool from before. */
  async takeUp(): Promise<void> {
    this.waiting.push(...(await this.spool.listAll()).map(({ key }) => key));
    this.work();
  }

  add(key: string): void {
    this.waiting.push(key);
    this.work();
  }

  drop(prefix: string): void {
    const kept = this.waiting.filter((key) => !key.startsWith(`${prefix}/`));
    this.waiting.splice(0, this.waiting.length, ...kept);
    this.settle();
  }

  /** Resolves when nothing below `<prefix>/` waits. */
  settled(prefix: string): Promise<void> {
    return new Promise((done) => {
      this.settling.add({ prefix, done });
      this.settle();
    });
  }

  /** Ends; what still waits stays in the spool. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.pause);
  }

  private work(): void {
    while (!this.isClosed && !this.pause && this.underWay.size < AT_ONCE) {
      const key = this.waiting.shift();
      if (key === undefined) return;
      this.underWay.add(key);
      void this.carry(key);
    }
  }

  private async carry(key: string): Promise<void> {
    try {
      await this.storage.put(key, await buffer(await this.spool.read(key)));
      await this.spool.remove(key);
      this.failures = 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      this.waiting.unshift(key);
      this.rest(error);
    } finally {
      this.underWay.delete(key);
      this.settle();
      this.work();
    }
  }

  private rest(error: unknown): void {
    if (this.pause || this.isClosed) return;
    this.failed(error);
    const ms = PAUSES_MS[Math.min(this.failures, PAUSES_MS.length - 1)];
    this.failures += 1;
    this.pause = setTimeout(() => {
      this.pause = undefined;
      this.work();
    }, ms);
  }

  private settle(): void {
    for (const one of this.settling) {
      const isBelow = (key: string) => key.startsWith(`${one.prefix}/`);
      if (this.waiting.some(isBelow) || [...this.underWay].some(isBelow)) continue;
      this.settling.delete(one);
      one.done();
    }
  }
}
