import type { DiskStorage } from '@parley/storage';
import type { Storage } from '@parley/storage';
import { Uploads } from './uploads.ts';

/**
 * Takes slices so that a kill at any moment loses none that was taken: straight into the storage when that is this machine's disk;
 * else onto the disk first, and from there to where they belong, however long that is away.
 */
export interface SliceStore {
  /** Resolves when the slice would outlive this process. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Resolves when every slice below `<prefix>/` is in the storage. */
  flush(prefix: string): Promise<void>;
  /** Drops what waits below `<prefix>/`: it was deleted. */
  forget(prefix: string): Promise<void>;
  /** Slices that wait on the disk. */
  readonly backlog: number;
  close(): Promise<void>;
}

/** For a storage that is this machine's disk. */
export function directStore(storage: Storage): SliceStore {
  return {
    put: (key, bytes) => storage.put(key, bytes),
    flush: async () => undefined,
    forget: async () => undefined,
    backlog: 0,
    close: async () => undefined,
  };
}

/**
 * For a storage elsewhere.
 * @param spool takes up, and sends, what a worker before us left there
 * @param failed told of each failed upload; it is tried again
 */
export async function spooledStore(
  spool: DiskStorage,
  storage: Storage,
  failed: (error: unknown) => void,
): Promise<SliceStore> {
  const uploads = new Uploads(spool, storage, failed);
  await uploads.takeUp();
  return {
    async put(key, bytes) {
      await spool.put(key, bytes);
      uploads.add(key);
    },
    flush: (prefix) => uploads.settled(prefix),
    forget: async (prefix) => {
      uploads.drop(prefix);
      await spool.removeAll(prefix);
    },
    get backlog() {
      return uploads.size;
    },
    close: () => uploads.close(),
  };
}
