import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type OrganisationId, type UserId } from '@parley/contracts';
import { isSignatureOf, signatureOf } from '@parley/storage';
import { LINK_SECRET } from '../attachments/tokens.ts';

/** Whose mails a link ends. */
export interface Recipient {
  readonly organisationId: OrganisationId;
  readonly userId: UserId;
}

const HEX = /^[0-9a-f]{32}$/;
const textOf = ({ organisationId, userId }: Recipient): string =>
  JSON.stringify(['stop-mails-v1', organisationId, userId]);

/** Signed addresses that end somebody's mails about what they missed, without signing in. They do nothing else, and never expire. */
@Injectable()
export class StopLinks {
  constructor(@Inject(LINK_SECRET) private readonly secret: string) {}

  /** A path at this origin. */
  to(recipient: Recipient): string {
    const { organisationId, userId } = recipient;
    return `/stop-mails/${uuidOf(organisationId)}/${uuidOf(userId)}/${signatureOf(textOf(recipient), this.secret)}`;
  }

  /** Whose it is; undefined for one that we did not make. */
  read(place: { organisation: string; user: string; signature: string }): Recipient | undefined {
    const { organisation, user, signature } = place;
    if (!HEX.test(organisation) || !HEX.test(user)) return undefined;
    const recipient = { organisationId: idFrom('organisation', organisation), userId: idFrom('user', user) };
    return isSignatureOf(textOf(recipient), signature, this.secret) ? recipient : undefined;
  }
}
