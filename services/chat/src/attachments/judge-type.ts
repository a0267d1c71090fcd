import { Refused } from '@parley/errors';
import { isPictureType, sniffPicture } from '@parley/pictures';
import { fileTypeFromBuffer } from 'file-type';
import { ANY_TYPE } from './attachment.ts';

/** Bytes of a file's beginning that are looked at. Bounded, so that no file can make the looking long. */
export const HEAD_BYTES = 64 * 1024;

/** Types whose files always begin alike: one that does not is not what it is said to be. */
const KNOWN_BY_HEAD = new Set([
  'application/pdf',
  'application/zip',
  'application/gzip',
  'image/avif',
  'image/bmp',
  'image/tiff',
  'video/mp4',
  'video/webm',
  'video/quicktime',
]);
/** Programs: never taken for something else. */
const PROGRAMS = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/java-vm',
]);

const familyOf = (type: string): string => {
  const family = type.slice(0, type.indexOf('/'));
  return family === 'audio' ? 'video' : family;
};

/**
 * What a file is, by its first bytes and by what its sender said.
 * @throws Refused BAD_USER_INPUT: it is something else than its sender said
 */
export async function judgeType(said: string, head: Buffer): Promise<string> {
  const picture = sniffPicture(head);
  const found = picture ?? (await fileTypeFromBuffer(head).catch(() => undefined))?.mime;
  if (said === ANY_TYPE) return found ?? ANY_TYPE;
  if (found === said) return said;
  const isFalse =
    isPictureType(said) ||
    picture !== undefined ||
    KNOWN_BY_HEAD.has(said) ||
    (found !== undefined && (PROGRAMS.has(found) || !isAlike(said, found)));
  if (isFalse) throw Refused.badInput(`This file is ${found ? found : 'something else'}, and not ${said}.`);
  return said;
}

/** Whether a file of the one type can also be said to be of the other: much is a ZIP, or XML, inside. */
function isAlike(said: string, found: string): boolean {
  const [family, other] = [familyOf(said), familyOf(found)];
  if (family === other) return true;
  return /xml|text/.test(found) && (family === 'text' || family === 'application' || said.includes('xml'));
}
