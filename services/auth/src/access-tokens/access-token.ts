import {
  ACCESS_TOKEN_LIMITS,
  idFrom,
  isScope,
  uuidOf,
  type AccessTokenId,
  type Scope,
  type SessionId,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import { requireText } from '@parley/subgraph';

const DAY_MS = 86_400_000;

/** A personal access token as its owner sees it; the secret is nowhere. */
export interface AccessToken {
  readonly id: AccessTokenId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** To the minute. Null: never. */
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** What a person asks for. */
export interface WantedToken {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
}

/** What claims and revocations call a token: a session of its own. */
export const sessionOf = (id: AccessTokenId): SessionId => idFrom('session', uuidOf(id));

/** What was asked for, checked: scopes in the order of the list, each once. @throws Refused BAD_USER_INPUT */
export function checkedToken(wanted: WantedToken, now = new Date()): WantedToken & { scopes: Scope[] } {
  const name = requireText(wanted.name, { least: 1, most: ACCESS_TOKEN_LIMITS.nameCharacters }, 'name');
  if (wanted.scopes.length === 0) throw Refused.badInput('Choose at least one scope.', 'scopes');
  const unknown = wanted.scopes.find((scope) => !isScope(scope));
  if (unknown !== undefined) throw Refused.badInput(`There is no scope ${unknown.slice(0, 64)}.`, 'scopes');
  const { expiresAt } = wanted;
  if (!(expiresAt.getTime() > now.getTime())) throw Refused.badInput('This time is past.', 'expiresAt');
  if (expiresAt.getTime() - now.getTime() > ACCESS_TOKEN_LIMITS.longestDays * DAY_MS)
    throw Refused.badInput('A token lives one year at most.', 'expiresAt');
  return { name, expiresAt, scopes: [...new Set(wanted.scopes.filter(isScope))].sort() };
}
