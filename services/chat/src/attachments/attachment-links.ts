import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type AttachmentId, type OrganisationId } from '@parley/contracts';
import { isSignatureOf, signatureOf } from '@parley/storage';
import { LINK_SECRET } from './tokens.ts';

/** What of a file an address leads to. */
export type FilePart = 'file' | 'preview';
/** A file as its address names it. */
export interface FileAddress {
  readonly organisationId: OrganisationId;
  readonly id: AttachmentId;
  readonly part: FilePart;
}
/** Why an address opens nothing. */
export type AddressRefusal = 'unsigned' | 'expired';

/** Addresses are good until an hour's end, the next one's at least: all that are made within an hour are the same, and may be kept. */
const STEP_S = 3_600;
const HEX = /^[0-9a-f]{32}$/;

const textOf = ({ organisationId, id, part }: FileAddress, expires: number): string =>
  JSON.stringify(['attachment-v1', organisationId, id, part, expires]);

/**
 * Signed addresses of files, good for one hour to two. Whoever may read a message is given them with it, and they are the same for
 * all of them; reading it again renews them.
 */
@Injectable()
export class AttachmentLinks {
  constructor(@Inject(LINK_SECRET) private readonly secret: string) {}

  /** A path at this origin. @param now milliseconds since 1970 */
  to(address: FileAddress, now = Date.now()): string {
    const expires = (Math.floor(now / 1_000 / STEP_S) + 2) * STEP_S;
    const signature = signatureOf(textOf(address, expires), this.secret);
    const path = `/files/${uuidOf(address.organisationId)}/${uuidOf(address.id)}/${address.part}`;
    return `${path}?expires=${expires}&signature=${signature}`;
  }

  /** Reads what stands in an address. @param now milliseconds since 1970 */
  read(
    { organisation, attachment, part }: { organisation: string; attachment: string; part: string },
    query: Readonly<Record<string, unknown>>,
    now = Date.now(),
  ): FileAddress | AddressRefusal {
    const { expires, signature } = query;
    const isWhole = HEX.test(organisation) && HEX.test(attachment) && (part === 'file' || part === 'preview');
    if (!isWhole || typeof signature !== 'string' || typeof expires !== 'string' || !/^\d{1,12}$/.test(expires))
      return 'unsigned';
    const address = {
      organisationId: idFrom('organisation', organisation),
      id: idFrom('attachment', attachment),
      part,
    } as const;
    if (!isSignatureOf(textOf(address, Number(expires)), signature, this.secret)) return 'unsigned';
    return Number(expires) * 1_000 > now ? address : 'expired';
  }
}
