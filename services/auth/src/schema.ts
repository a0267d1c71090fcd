import { SessionResolver } from './sessions/session.resolver.ts';
import { UserResolver } from './users/user.resolver.ts';

/** Every door of this subgraph. */
export const resolvers = [UserResolver, SessionResolver];

/** Types of other services that auth adds to: none. */
export const entities = [];
