import 'reflect-metadata';
import { lacking, meets } from '@parley/contracts';
import { buildSchema, execute, parse, type ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DEMAND, Public, SignedIn } from './access.ts';
import { ACCESS } from './doors.ts';
import { demandsIn, withDemands } from './demands.ts';
import { enforceScopes } from './enforce-scopes.ts';
import { Reference } from './reference.ts';

const SDL = `directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
type Query { open: String closed: String @requiresScopes(scopes: [["chat:read", "people:read"], ["chat:write"]]) }`;
const ROOT = { open: 'o', closed: 'c' };

function ask(scopes: string[] | undefined): ExecutionResult {
  return execute({
    schema: enforceScopes(buildSchema(SDL)),
    document: parse('{ open closed }'),
    rootValue: ROOT,
    contextValue: { caller: { requestId: 'r', ip: undefined, user: undefined, scopes } },
  }) as ExecutionResult;
}

describe('scopes', () => {
  it('bind tokens: one list wholly; what is lacking is the shortest way', () => {
    const demand = [
      ['a', 'b', 'c'],
      ['d', 'e'],
    ];
    expect(meets(undefined, demand)).toBe(true);
    expect(meets(['d', 'e'], demand)).toBe(true);
    expect(meets(['a', 'b', 'd'], demand)).toBe(false);
    expect(meets(['a'], [])).toBe(false);
    expect(lacking(['a', 'b'], demand)).toEqual(['c']);
    expect(lacking([], demand)).toEqual(['d', 'e']);
  });

  it('are kept by each field of a subgraph, from what its SDL says', () => {
    expect(ask(undefined).data).toEqual(ROOT);
    expect(ask(['chat:write']).data).toEqual(ROOT);
    expect(ask(['people:read', 'chat:read']).data).toEqual(ROOT);
    const { data, errors } = ask(['chat:read']);
    expect(data).toEqual({ open: 'o', closed: null });
    expect(errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN', requiredScopes: ['people:read'] });
  });

  it('are closed when nobody says who asks', () => {
    const schema = enforceScopes(buildSchema(SDL));
    const result = execute({ schema, document: parse('{ closed }'), rootValue: ROOT, contextValue: {} });
    expect((result as ExecutionResult).errors?.[0]?.originalError).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('are kept by references, which no field stands for', async () => {
    class Resolver {
      @Reference('chat:read')
      resolveReference(reference: { id: string }, _context: object): string {
        return reference.id;
      }
    }
    const resolve = (scopes?: string[]) => new Resolver().resolveReference({ id: 'x' }, { caller: { scopes } });
    expect(resolve()).toBe('x');
    expect(resolve(['chat:read'])).toBe('x');
    expect(() => resolve(['people:read'])).toThrow(expect.objectContaining({ requiredScopes: ['chat:read'] }));
    expect(() => new Resolver().resolveReference({ id: 'x' }, {})).toThrow('was not told who asks');
    expect(Reflect.getMetadata(ACCESS, Resolver.prototype.resolveReference)).toBe('entity');
  });

  it('are declared once, with who may enter', () => {
    class Doors {
      @SignedIn('chat:write')
      write(): void {}
      @Public('meetings:join', ['meetings:read', 'meetings:manage'])
      join(): void {}
    }
    const { write, join } = Doors.prototype;
    expect([Reflect.getMetadata(ACCESS, write), Reflect.getMetadata(ACCESS, join)]).toEqual(['signed-in', 'public']);
    expect(Reflect.getMetadata(DEMAND, write)).toEqual([['chat:write']]);
    expect(Reflect.getMetadata(DEMAND, join)).toEqual([['meetings:join'], ['meetings:read', 'meetings:manage']]);
  });

  it('stand in the public schema, whose other words stay as they are', () => {
    const plain = 'type Query {\n  """Says."""\n  a(first: Int!): [String!]! @deprecated(reason: "b")\n\n  b: Int\n}\n';
    const told = withDemands(plain, new Map([['Query.a', [['chat:read'], ['chat:write', 'people:read']]]]));
    expect(told).toContain(
      'a(first: Int!): [String!]! @requiresScopes(scopes: [["chat:read"], ["chat:write", "people:read"]]) @deprecated',
    );
    expect(told.endsWith('\n\n  b: Int\n}\n')).toBe(true);
    expect([...demandsIn(parse(told))]).toEqual([['Query.a', [['chat:read'], ['chat:write', 'people:read']]]]);
  });
});
