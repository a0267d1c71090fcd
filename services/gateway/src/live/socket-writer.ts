import type { Duplex } from 'node:stream';
import type { Gathers, Ticker } from './ticker.ts';

/** Writes frames to one socket, all of a tick at once, and notices when its reader is slow. */
export class SocketWriter implements Gathers {
  private pending: Buffer[] = [];
  private isOpen = true;
  private isSlow = false;

  /** `maxBufferedBytes`: above it `onSlow` is called, once. */
  constructor(
    private readonly socket: Duplex,
    private readonly ticker: Ticker,
    private readonly maxBufferedBytes: number,
    private readonly onSlow: () => void,
  ) {}

  /** Whether more than a quarter of the ceiling is unsent: words that may be missed are then left out. */
  get isBehind(): boolean {
    return this.socket.writableLength > this.maxBufferedBytes / 4;
  }

  put(frames: Buffer): void {
    if (!this.isOpen) return;
    this.pending.push(frames);
    if (this.pending.length === 1) this.ticker.writerHasSome(this);
  }

  /** Called before anything else is written to the socket, so that order is kept. */
  flush(): void {
    const { pending } = this;
    if (pending.length === 0) return;
    this.pending = [];
    this.socket.write(pending.length === 1 ? (pending[0] as Buffer) : Buffer.concat(pending));
    this.notice();
  }

  notice(): void {
    if (this.isSlow || this.socket.writableLength <= this.maxBufferedBytes) return;
    this.isSlow = true;
    this.onSlow();
  }

  /** Resolves when a quarter of the ceiling or less is unsent. */
  async hasRoom(): Promise<void> {
    this.flush();
    while (this.isOpen && this.socket.writableLength > this.maxBufferedBytes / 4)
      await new Promise<void>((resolve) => {
        const go = () => {
          this.socket.off('drain', go).off('close', go);
          resolve();
        };
        this.socket.on('drain', go).on('close', go);
      });
  }

  /** Nothing is written from here on. */
  close(): void {
    this.isOpen = false;
    this.pending = [];
  }
}
