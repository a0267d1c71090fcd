import { SCOPES, SESSION_SCOPE, type Demand } from '@parley/contracts';
import { demandsIn } from '@parley/identity/demands';
import { parse } from 'graphql';

const HEAD = `# Scopes

What an [access token](callers.md#access-tokens) may do. They stand in the [schema](schema.graphql) as \`@requiresScopes\`: a token needs all scopes of one of the
lists on each field that it selects, else the whole operation is \`FORBIDDEN\`, nothing of it is run, and \`extensions.requiredScopes\` names what
is missing. A signed-in session has all of them; the anonymous are not bound by them but by what each field asks of them (a guest token, a
code). Subscriptions are held to them when they are opened. This page is written by \`npm run compose\`.

| scope | lets a program | opens |
|---|---|---|
`;

const TAIL = `
\`${SESSION_SCOPE}\` in the schema is no scope of a token: only a person's own session makes and ends tokens, signs in and out.

By its id (\`node\`, \`nodes\`) a \`User\` needs \`people:read\`, a \`Conversation\` or \`Message\` \`chat:read\`, a \`Meeting\` \`meetings:read\`. Names and
pictures of people come with whatever leads to them. Any token may ask for \`rateLimit\` and the schema itself.
`;

const asks = (demand: Demand, scope: string) => demand.some((together) => together.includes(scope));

/** The page that lists every scope with the fields that it opens. */
export function scopesPage(publicSchema: string): string {
  const demands = [...demandsIn(parse(publicSchema))];
  const rows = Object.entries({ ...SCOPES, [SESSION_SCOPE]: 'No token has it.' }).map(([scope, words]) => {
    const fields = demands.filter(([, demand]) => asks(demand, scope)).map(([field]) => `\`${shortened(field)}\``);
    return `| \`${scope}\` | ${words} | ${fields.sort().join(' ')} |\n`;
  });
  return HEAD + rows.join('') + TAIL;
}

/** Root fields by their own name. */
const shortened = (field: string) => field.replace(/^(Query|Mutation|Subscription)\./, '');
