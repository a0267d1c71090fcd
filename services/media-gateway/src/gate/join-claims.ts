import { idSchema } from '@parley/contracts';
import { z } from 'zod';
import { SOURCES, WIDEST_GRANTS } from '../livekit/join-grants.ts';

/** A grant that is named and not given. */
const notGiven = z.literal([false, '']).or(z.null());
/** False, unless the widest that we sign has it. */
const within = (widest: boolean) => (widest ? z.boolean() : z.literal(false));

/**
 * Grants in one room of ours, none wider than what the media-gateway signs. To LiveKit, an absent `canPublish`, `canPublishData` or
 * `canPublishSources` gives all of it: so whoever may publish has them spelled out.
 */
const video = z
  .object({
    room: z.string().regex(/^rm_[\w-]{22}$/),
    roomJoin: z.literal(true),
    canSubscribe: within(WIDEST_GRANTS.canSubscribe).optional(),
    canPublish: within(WIDEST_GRANTS.canPublish),
    canPublishData: within(WIDEST_GRANTS.canPublishData),
    canPublishSources: z.array(z.enum(SOURCES)).optional(),
    canUpdateOwnMetadata: within(WIDEST_GRANTS.canUpdateOwnMetadata).optional(),
    hidden: z.boolean().optional(),
  })
  .catchall(notGiven)
  .refine(({ canPublish, canPublishSources = [] }) => !canPublish || canPublishSources.length > 0)
  // A recorder is hidden; nobody who can be heard or seen is.
  .refine(({ canPublish, hidden }) => !canPublish || !hidden);

/**
 * What a join token may say: ours, and those that LiveKit hands out itself to whoever is connected, which repeat ours with
 * what was changed since. Names, metadata and attributes are words that nobody believes (G6).
 */
export const joinClaims = z
  .object({
    iss: z.string(),
    sub: idSchema('participant'),
    /** LiveKit's own tokens name it twice. */
    identity: z.string().optional(),
    exp: z.number(),
    nbf: z.number().optional(),
    iat: z.number().optional(),
    name: z.string().optional(),
    metadata: z.string().optional(),
    attributes: z.record(z.string(), z.string()).optional(),
    kind: z.literal(['', 'standard']).optional(),
    video,
  })
  .catchall(notGiven)
  .refine(({ sub, identity = sub }) => identity === sub);
