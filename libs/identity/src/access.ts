import { SetMetadata } from '@nestjs/common';

/**
 * Who may enter a door. Every door declares one; a door that does not is closed, and fails CI (`tools/lint`).
 * - `public`: anybody the gateway vouches for, the anonymous included
 * - `signed-in`: a person with a session
 * - `entity`: reached through another object; the resolver authorises for itself
 * - `internal`: other services over NATS, whose permissions decide
 */
export type Access = 'public' | 'signed-in' | 'entity' | 'internal';
export const ACCESS = 'parley:access';

export const Public = () => SetMetadata(ACCESS, 'public' satisfies Access);
export const SignedIn = () => SetMetadata(ACCESS, 'signed-in' satisfies Access);
export const EntityRef = () => SetMetadata(ACCESS, 'entity' satisfies Access);
export const Internal = () => SetMetadata(ACCESS, 'internal' satisfies Access);
