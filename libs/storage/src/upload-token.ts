import { createHash, randomBytes } from 'node:crypto';
import { idFrom, uuidOf, type OrganisationId } from '@parley/contracts';

/** What opens a link to send bytes to: organisation (to find the row), and 32 random bytes. */
export interface UploadToken {
  readonly organisationId: OrganisationId;
  readonly text: string;
  /** SHA-256 of the text; the only thing stored. */
  readonly hash: Buffer;
}

/** Seconds in which bytes must begin to come. */
export const LINK_SECONDS = 300;

const TOKEN = /^([0-9a-f]{32})\.[A-Za-z0-9_-]{43}$/;

export function newUploadToken(organisationId: OrganisationId): UploadToken {
  return tokenOf(organisationId, `${uuidOf(organisationId)}.${randomBytes(32).toString('base64url')}`);
}

/** Undefined when the text cannot be one of ours. */
export function readUploadToken(text: string): UploadToken | undefined {
  const [, organisation] = TOKEN.exec(text) ?? [];
  return organisation === undefined ? undefined : tokenOf(idFrom('organisation', organisation), text);
}

function tokenOf(organisationId: OrganisationId, text: string): UploadToken {
  return { organisationId, text, hash: createHash('sha256').update(text).digest() };
}
