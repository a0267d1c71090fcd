import { isScope, SESSION_SCOPE } from '@parley/contracts';
import { demandsIn } from '@parley/identity/demands';
import { Kind, parse } from 'graphql';

const ROOTS = ['Query', 'Mutation', 'Subscription'];
/** Root fields that any token may ask for: they tell it of itself alone. */
const FREE = new Set(['Query.rateLimit']);

/**
 * Every root field says what an access token needs for it, in scopes that there are. Returns what is not so, one sentence
 * each, with what to do.
 */
export function undeclaredScopes(publicSchema: string): string[] {
  const document = parse(publicSchema);
  const demands = demandsIn(document);
  const problems: string[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || !ROOTS.includes(definition.name.value)) continue;
    for (const { name } of definition.fields ?? []) {
      const field = `${definition.name.value}.${name.value}`;
      if (!demands.has(field) && !FREE.has(field))
        problems.push(
          `${field} declares no scope. Name one on its resolver, for example @SignedIn('chat:write') or @Public('chat:read'); ` +
            `they are listed in libs/contracts/src/scopes.ts ('${SESSION_SCOPE}': no access token may).`,
        );
    }
  }
  for (const [field, demand] of demands)
    for (const scope of demand.flat())
      if (!isScope(scope) && scope !== SESSION_SCOPE)
        problems.push(`${field} asks for the scope ${scope}, which libs/contracts/src/scopes.ts does not list.`);
  return problems;
}
