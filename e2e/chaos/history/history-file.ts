import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { dirname } from 'node:path';

/** The log of one client: JSON lines, appended and never changed. */
export class HistoryFile<Line extends object> {
  private readonly stream: WriteStream;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.stream = createWriteStream(path, { flags: 'wx' });
  }

  append(line: Line): void {
    this.stream.write(`${JSON.stringify(line)}\n`);
  }

  /** Ends it; what was appended is with the operating system afterwards. */
  async close(): Promise<void> {
    this.stream.end();
    await once(this.stream, 'close');
  }
}
