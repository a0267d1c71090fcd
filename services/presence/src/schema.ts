import { PresenceResolver } from './presences/presence.resolver.ts';
import { UserType } from './presences/presence.graphql.ts';
import { UserResolver } from './presences/user.resolver.ts';
import { StatusResolver } from './statuses/status.resolver.ts';

/** Every door of this subgraph. */
export const resolvers = [PresenceResolver, StatusResolver, UserResolver];

/** Types of other services that presence adds to; nothing else here leads to them. */
export const entities = [UserType];
