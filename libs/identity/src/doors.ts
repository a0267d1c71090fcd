import { SetMetadata } from '@nestjs/common';

/**
 * Who may enter a door. Every door declares one; a door that does not is closed, and fails CI (`tools/lint`).
 * - `public`: anybody the gateway vouches for, the anonymous included
 * - `signed-in`: a person, on a session or by an access token
 * - `entity`: reached through another object; the resolver authorises for itself
 * - `internal`: other services over NATS, whose permissions decide
 */
export type Access = 'public' | 'signed-in' | 'entity' | 'internal';
export const ACCESS = 'parley:access';

/** Other services over NATS, whose permissions decide. */
export const Internal = () => SetMetadata(ACCESS, 'internal' satisfies Access);
/** Anybody, at a door that is none of the graph's: a service without a graph of its own need not carry one for it. */
export const Public = () => SetMetadata(ACCESS, 'public' satisfies Access);
