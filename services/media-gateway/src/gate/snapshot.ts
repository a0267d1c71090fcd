import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { removalSchema, type Removal } from '@parley/contracts';
import type { Logger } from '@parley/telemetry';
import { z } from 'zod';

const schema = z.object({ removals: z.array(removalSchema) });

/** The file that keeps the removals over a restart. Written under another name and renamed: nobody reads half of it. */
export class Snapshot {
  private writing: Promise<void> | undefined;
  private isStale = false;

  constructor(
    private readonly file: string | undefined,
    private readonly list: () => Removal[],
    private readonly logger: Logger,
  ) {}

  /** What the file holds. One that is not there or cannot be read holds nothing: the gate fails open (G6). */
  read(): Removal[] {
    if (this.file === undefined) return [];
    try {
      return schema.parse(JSON.parse(readFileSync(this.file, 'utf8'))).removals;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        this.logger.error({ err: error }, 'the snapshot of removals cannot be read; starting without');
      return [];
    }
  }

  /** Writes what there is now. While one writing is under way, one more follows it and no third. */
  save(): Promise<void> {
    this.isStale = true;
    this.writing ??= this.writeAll();
    return this.writing;
  }

  private async writeAll(): Promise<void> {
    while (this.isStale && this.file !== undefined) {
      this.isStale = false;
      try {
        await write(this.file, JSON.stringify({ removals: this.list() }));
      } catch (error) {
        this.logger.error({ err: error }, 'the snapshot of removals cannot be written');
      }
    }
    this.writing = undefined;
  }
}

/** Not flushed to the disk: it is for a process that ends, and after a power loss nobody is connected either. */
async function write(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
