import { BlockResolver } from './blocks/block.resolver.ts';
import { ContactResolver } from './contacts/contact.resolver.ts';
import { UserResolver } from './contacts/user.resolver.ts';
import { DirectoryResolver } from './directory/directory.resolver.ts';
import { ContactRequestResolver } from './requests/contact-request.resolver.ts';

/** The doors of this service in the graph; `schema.graphql` is printed from them. */
export const resolvers = [DirectoryResolver, ContactResolver, UserResolver, ContactRequestResolver, BlockResolver];

/** Types of other services that this one adds to: none. */
export const entities = [];
