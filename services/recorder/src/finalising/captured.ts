import { Readable } from 'node:stream';
import { readSliceKey, type SliceName } from '../slices/slice-key.ts';
import type { Storage } from '@parley/storage';

/** Slices that are fetched ahead of the one that is read. */
const AHEAD = 8;

interface StoredSlice extends SliceName {
  readonly key: string;
  readonly bytes: number;
}

/** What is stored of one part. */
export interface CapturedPart {
  readonly part: number;
  readonly slices: readonly StoredSlice[];
  /** As far as the times of its slices tell. */
  readonly estimatedSeconds: number;
}

/** The slices of a part in their order; undefined: nothing of it is there. */
export async function findCaptured(
  storage: Storage,
  { part, storageKey }: { part: number; storageKey: string },
): Promise<CapturedPart | undefined> {
  const slices = (await storage.list(storageKey))
    .flatMap(({ key, bytes }) => {
      const name = readSliceKey(key);
      return name && name.storageKey === storageKey ? [{ ...name, key, bytes }] : [];
    })
    .sort((a, b) => a.seq - b.seq);
  const [first, last] = [slices[0], slices.at(-1)];
  // Without its beginning nothing of a part can be read.
  if (!first || !last || first.seq !== 1) return undefined;
  return { part, slices, estimatedSeconds: (last.endedAt - first.endedAt) / 1_000 + 1 };
}

/** The bytes of all slices after one another. */
export function readCaptured(storage: Storage, { slices }: CapturedPart): Readable {
  return Readable.from(bytesOf(storage, slices));
}

async function* bytesOf(storage: Storage, slices: readonly StoredSlice[]): AsyncGenerator<Buffer> {
  const fetched = slices.slice(0, AHEAD).map((slice) => fetchSlice(storage, slice));
  for (let index = 0; index < slices.length; index += 1) {
    const next = slices[index + AHEAD];
    if (next) fetched.push(fetchSlice(storage, next));
    yield await fetched.shift()!;
  }
}

function fetchSlice(storage: Storage, { key }: StoredSlice): Promise<Buffer> {
  const bytes = storage.read(key).then(async (stream) => Buffer.concat(await stream.toArray()));
  bytes.catch(() => undefined);
  return bytes;
}
