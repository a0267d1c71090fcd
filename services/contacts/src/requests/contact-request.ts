import type { ContactRequestId, UserId } from '@parley/contracts';

/** What became of a request. */
export const CONTACT_REQUEST_STATES = ['PENDING', 'ACCEPTED', 'DECLINED', 'WITHDRAWN'] as const;
export type ContactRequestState = (typeof CONTACT_REQUEST_STATES)[number];

/** Somebody asks somebody to be their contact. At most one is pending between two people. */
export interface ContactRequest {
  readonly id: ContactRequestId;
  readonly from: UserId;
  readonly to: UserId;
  readonly state: ContactRequestState;
  readonly sentAt: Date;
  /** Whoever was asked does not see it, because they block (or blocked) whoever asked; it waits for ever. */
  readonly isUnseen: boolean;
}

/** What the one part of a cursor of requests looks like: their ids rise with time. */
export const REQUEST_KEY_SHAPE = [/^[0-9a-f]{32}$/];
