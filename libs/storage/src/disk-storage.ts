import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import type { ByteRange, Storage, StoredObject } from './storage.ts';

/** Names that are being written; a key never begins with a dot. */
const UNFINISHED = '.new-';

/**
 * Objects as files below one directory. What is stored is on the disk (fsync of the file and of its directory) before
 * it counts, and appears under its name whole.
 */
export class DiskStorage implements Storage {
  private readonly root: string;

  constructor(directory: string) {
    this.root = resolve(directory);
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.place(key, async (path) => {
      const file = await open(path, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
    });
  }

  async putFile(key: string, path: string, _contentType: string): Promise<void> {
    await this.place(key, async (temporary) => {
      await rename(path, temporary).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EXDEV') throw error;
        await copyFile(path, temporary);
        await rm(path);
      });
      await sync(temporary);
    });
  }

  async list(prefix: string): Promise<StoredObject[]> {
    return this.below(this.path(prefix));
  }

  /** Everything there is. */
  async listAll(): Promise<StoredObject[]> {
    return this.below(this.root);
  }

  /** Removes one object; it need not be there. */
  async remove(key: string): Promise<void> {
    await rm(this.path(key), { force: true });
  }

  async size(key: string): Promise<number | undefined> {
    const found = await stat(this.path(key)).catch(whenAbsent(undefined));
    return found?.isFile() ? found.size : undefined;
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    return createReadStream(this.path(key), range ? { start: range.first, end: range.last } : {});
  }

  async removeAll(prefix: string): Promise<void> {
    await rm(this.path(prefix), { recursive: true, force: true });
  }

  close(): void {
    // Nothing is held open.
  }

  private async place(key: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const path = this.path(key);
    const directory = dirname(path);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const temporary = join(directory, `${UNFINISHED}${randomUUID()}`);
    try {
      await write(temporary);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await sync(directory);
  }

  private async below(directory: string): Promise<StoredObject[]> {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(whenAbsent([]));
    const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith(UNFINISHED));
    const objects = await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return { key: relative(this.root, path).split(sep).join('/'), bytes: (await stat(path)).size };
      }),
    );
    return objects.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Keys come from other services: none leads out of the directory. */
  private path(key: string): string {
    const path = resolve(this.root, key);
    if (path === this.root || !path.startsWith(this.root + sep)) throw new Error('A key leads out of the storage.');
    return path;
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function whenAbsent<T>(instead: T): (error: NodeJS.ErrnoException) => T {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return instead;
    throw error;
  };
}
