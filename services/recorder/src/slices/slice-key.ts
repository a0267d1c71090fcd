/** A second or so of a part, as the browser captured it. Only the slices of a part together can be played. */
export interface SliceName {
  /** Of the part. */
  readonly storageKey: string;
  /** From 1, without gaps unless something was lost. */
  readonly seq: number;
  /** When its last moment was captured: milliseconds since 1970, by this worker's clock. */
  readonly endedAt: number;
}

const SLICE = /^(.+)\/(\d{6})-(\d{10,16})\.slice$/;

/** Where a slice lies. Keys sort as slices follow each other. */
export function sliceKey({ storageKey, seq, endedAt }: SliceName): string {
  return `${storageKey}/${String(seq).padStart(6, '0')}-${endedAt}.slice`;
}

/** What a key says of the slice under it; undefined: it is none. */
export function readSliceKey(key: string): SliceName | undefined {
  const [, storageKey, seq, endedAt] = SLICE.exec(key) ?? [];
  return storageKey ? { storageKey, seq: Number(seq), endedAt: Number(endedAt) } : undefined;
}
