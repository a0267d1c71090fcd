import { uuidOf, type OrganisationId } from '@parley/contracts';
import type { UploadLimits } from '../uploads/upload.ts';

/** What is let in, up to 5 MiB. */
export const PICTURE_LIMITS: UploadLimits = {
  contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
  mostBytes: 5 * 1024 * 1024,
};

/** Sides of the squares that are made, in pixels. */
export const SIZES = { large: 512, small: 96 } as const;
export type PictureSize = keyof typeof SIZES;

/** A picture as it is kept: WebP, without anything the camera wrote into it. */
export interface Squares {
  readonly large: Buffer;
  readonly small: Buffer;
}

/** A picture's address at our origin, without the scheme and host: it names its content, so that it may be kept. */
export function addressOf(organisationId: OrganisationId, hash: Buffer): string {
  return `/pictures/${uuidOf(organisationId)}/${hash.toString('hex')}/${SIZES.large}.webp`;
}
