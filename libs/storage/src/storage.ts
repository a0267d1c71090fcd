import type { Readable } from 'node:stream';

/** Something stored. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
}

/** Bytes of an object, first and last included, counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Where files lie: whole objects under keys of segments joined by `/`, none of which begins with a dot. What `put` has promised outlives
 * this process and, where the driver can, the machine.
 */
export interface Storage {
  /** Stores an object whole, or not at all; one that is there is replaced. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Stores a file of this machine, however large, and removes it from where it was. */
  putFile(key: string, path: string, contentType: string): Promise<void>;
  /** Everything below `<prefix>/`, in the order of its keys. */
  list(prefix: string): Promise<StoredObject[]>;
  /** Bytes of an object; undefined where there is none. */
  size(key: string): Promise<number | undefined>;
  /** Reads an object, or a part of it. @throws (here or in the stream) when it is not there */
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Removes everything below `<prefix>/`; nothing there is fine. */
  removeAll(prefix: string): Promise<void>;
  /** Lets go of connections. */
  close(): void;
}
