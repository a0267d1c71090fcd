const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'] as const;
/** Kinds of pictures that every browser shows and that we decode. */
export type PictureType = (typeof TYPES)[number];

export const isPictureType = (type: string): type is PictureType => (TYPES as readonly string[]).includes(type);

/** What the first bytes say that a picture is; undefined for everything that is none of these kinds. */
export function sniffPicture(bytes: Buffer): PictureType | undefined {
  const begins = (text: string, at = 0) => bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins('\xff\xd8\xff')) return 'image/jpeg';
  if (begins('GIF87a') || begins('GIF89a')) return 'image/gif';
  return begins('RIFF') && begins('WEBP', 8) ? 'image/webp' : undefined;
}
