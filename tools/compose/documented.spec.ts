import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SCOPES, USER_ERROR_CODES } from '@parley/contracts';
import { Kind, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { undeclaredScopes } from './declared-scopes.ts';

const folder = resolve(import.meta.dirname, '../../docs/api');
const schema = readFileSync(join(folder, 'schema.graphql'), 'utf8');
const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));

const ticked = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, word]) => word as string);

/** Rows of the tables whose heads begin with `mutation`: names and codes of each. */
function codeRows(): { mutations: string[]; codes: string[] }[] {
  const rows: { mutations: string[]; codes: string[] }[] = [];
  for (const page of pages) {
    let isInTable = false;
    for (const line of page.split('\n')) {
      if (line.startsWith('| mutation |')) isInTable = true;
      // A blank line between two parts of one table does not end it.
      else if (line !== '' && !line.startsWith('|')) isInTable = false;
      else if (isInTable && line.startsWith('| ')) {
        const [, mutations = '', codes = ''] = line.split('|');
        rows.push({ mutations: ticked(mutations), codes: ticked(codes) });
      }
    }
  }
  return rows;
}

const mutations = parse(schema).definitions.flatMap((definition) =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Mutation'
    ? (definition.fields ?? []).map(({ name }) => name.value)
    : [],
);

describe('docs/api', () => {
  it('has a table of codes for every mutation, and for none that is not there', () => {
    const documented = new Set(codeRows().flatMap((row) => row.mutations));
    expect(
      mutations.filter((name) => !documented.has(name)),
      'mutations without a row in a table of docs/api/*.md that begins with | mutation |',
    ).toEqual([]);
    expect([...documented].filter((name) => !mutations.includes(name))).toEqual([]);
  });

  it('names only codes that there are, in tables and in the schema', () => {
    const known: readonly string[] = USER_ERROR_CODES;
    const inSchema = [...schema.matchAll(/Codes: ([A-Z_, ]+)\./g)].flatMap(([, list]) => (list as string).split(', '));
    expect(inSchema.length).toBeGreaterThan(20);
    const named = [...inSchema, ...codeRows().flatMap(({ codes }) => codes)];
    expect([...new Set(named)].filter((code) => !known.includes(code))).toEqual([]);
  });
});

describe('scopes', () => {
  it('are declared by every root field, and are of the list', () => {
    expect(undeclaredScopes(schema)).toEqual([]);
  });

  it('are each asked for somewhere', () => {
    for (const scope of Object.keys(SCOPES)) if (scope !== 'presence:write') expect(schema).toContain(`"${scope}"`);
  });

  it('that are missing or unknown are named, with what to do', () => {
    const directive = 'directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION';
    const [missing, unknown] = undeclaredScopes(
      `${directive} type Query { rateLimit: Int } type Mutation { editMessage: Int other: Int @requiresScopes(scopes: [["chat:shout"]]) }`,
    );
    expect(missing).toMatch(/^Mutation\.editMessage declares no scope\. .*@SignedIn\('chat:write'\)/);
    expect(unknown).toMatch(/^Mutation\.other asks for the scope chat:shout/);
  });
});
