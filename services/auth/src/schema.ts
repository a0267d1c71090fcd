import { PictureResolver } from './pictures/picture.resolver.ts';
import { AccessTokenResolver } from './access-tokens/access-token.resolver.ts';
import { ConfirmationResolver } from './confirmations/confirmation.resolver.ts';
import { SessionResolver } from './sessions/session.resolver.ts';
import { UserResolver } from './users/user.resolver.ts';

/** Every door of this subgraph. */
export const resolvers = [UserResolver, SessionResolver, PictureResolver, AccessTokenResolver, ConfirmationResolver];

/** Types of other services that auth adds to: none. */
export const entities = [];
