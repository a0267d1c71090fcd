import { SetMetadata } from '@nestjs/common';
import { Directive } from '@nestjs/graphql';
import type { Demand, Scope, SESSION_SCOPE } from '@parley/contracts';
import { ACCESS, type Access } from './doors.ts';

/** Metadata of a door: the `Demand` its declaration makes of access tokens. */
export const DEMAND = 'parley:demand';

type Held = Scope | typeof SESSION_SCOPE;
/** What an access token must hold: one of these, or all scopes of one of these lists. */
export type Alternative = Held | readonly Held[];

const demandOf = (alternatives: readonly Alternative[]): Demand =>
  alternatives.map((one) => (typeof one === 'string' ? [one] : one));

const sdlOf = (demand: Demand): string => `@requiresScopes(scopes: ${JSON.stringify(demand)})`;

/**
 * One declaration for both: it says who enters (`AccessGuard`), and puts `@requiresScopes` on the field, which the gateway
 * and this service (`enforceScopes`) hold access tokens to.
 */
const declare =
  (access: Access, alternatives: readonly Alternative[] = []): MethodDecorator =>
  (target, key, descriptor) => {
    SetMetadata(ACCESS, access)(target, key, descriptor);
    if (alternatives.length === 0) return;
    SetMetadata(DEMAND, demandOf(alternatives))(target, key, descriptor);
    Directive(sdlOf(demandOf(alternatives)))(target, key, descriptor);
  };

/** Anybody; somebody who comes with an access token needs one of the scopes. Root fields name at least one. */
export const Public = (...scopes: Alternative[]) => declare('public', scopes);
/** A person; an access token needs one of the scopes. Root fields name at least one. */
export const SignedIn = (...scopes: Alternative[]) => declare('signed-in', scopes);
/** Reached through another object; with scopes where it reveals more than that object does. */
export const EntityRef = (...scopes: Alternative[]) => declare('entity', scopes);

/** On a plain `@Field()` that reveals what only some access tokens may see: they need one of the scopes. */
export const Scoped = (...scopes: [Alternative, ...Alternative[]]): PropertyDecorator =>
  Directive(sdlOf(demandOf(scopes))) as PropertyDecorator;
