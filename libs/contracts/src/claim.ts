import { z } from 'zod';
import { idSchema } from './ids.ts';

/** Roles in an organisation, widest first. */
export const ROLES = ['OWNER', 'ADMIN', 'MEMBER', 'GUEST'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** HTTP header in which the gateway sends its claim to a subgraph. */
export const CLAIM_HEADER = 'parley-claim';
/** `typ` of a claim, so that no other token of ours passes for one. */
export const CLAIM_TYPE = 'parley-claim+jwt';
/** Longest life of a claim, in seconds (`docs/guarantees.md` G9, ADR 2). */
export const CLAIM_SECONDS = 30;

/** Services a claim may be addressed to. */
export const SERVICES = ['auth', 'contacts', 'presence', 'chat', 'media-gateway'] as const;
export const serviceSchema = z.enum(SERVICES);
export type ServiceName = z.infer<typeof serviceSchema>;

/**
 * Who asks, as the gateway vouches for it to one service. Without `sub` the caller is anonymous.
 * `hash` binds the claim to the arguments of a live request (SHA-256 of their canonical JSON, base64url).
 */
export const claimSchema = z.object({
  iss: z.literal('gateway'),
  aud: serviceSchema,
  iat: z.number().int(),
  exp: z.number().int(),
  rid: z.string().min(1).max(128),
  sub: idSchema('user').optional(),
  org: idSchema('organisation').optional(),
  sid: idSchema('session').optional(),
  role: roleSchema.optional(),
  scopes: z.array(z.string()).optional(),
  ip: z.string().max(64).optional(),
  hash: z.string().optional(),
});
export type Claim = z.infer<typeof claimSchema>;
