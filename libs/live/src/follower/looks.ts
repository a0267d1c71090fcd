import { between } from './pauses.ts';

/** When to look at a log: soon, every so often, one look at a time. What asks for a look during one gets another. */
export class Looks {
  private soon: NodeJS.Timeout | undefined;
  private soonAt = Infinity;
  private regular: NodeJS.Timeout | undefined;
  private isLooking = false;
  private again = false;
  private isClosed = false;

  constructor(private readonly look: () => Promise<void>) {}

  /** Looks once, in the later half of the next `ms`; a look that is due later anyway comes then. */
  within(ms: number): void {
    const now = performance.now();
    if (this.isClosed || this.soonAt <= now + ms) return;
    const wait = between([ms / 2, ms]);
    clearTimeout(this.soon);
    this.soonAt = now + wait;
    this.soon = setTimeout(() => {
      this.soonAt = Infinity;
      void this.now();
    }, wait);
  }

  every(ms: readonly [number, number]): void {
    clearTimeout(this.regular);
    if (this.isClosed) return;
    this.regular = setTimeout(() => {
      void this.now();
      this.every(ms);
    }, between(ms));
  }

  /** No regular looks until `every` is called again. */
  rest(): void {
    clearTimeout(this.regular);
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.soon);
    clearTimeout(this.regular);
  }

  private async now(): Promise<void> {
    this.again = this.isLooking;
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      await this.look();
    } finally {
      this.isLooking = false;
    }
    if (this.again && !this.isClosed) void this.now();
  }
}
