import { createProjectGraphAsync, type ProjectGraph } from '@nx/devkit';
import { ESLint } from 'eslint';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';

const WORKSPACE = join(import.meta.dirname, '../..');
const KINDS = ['kind:kit', 'kind:service', 'kind:web', 'kind:e2e', 'kind:bench', 'kind:tool'];
const FENCES = ['@nx/enforce-module-boundaries', 'parley/import-belongs'];

let graph: ProjectGraph;
beforeAll(async () => {
  graph = await createProjectGraphAsync({ exitOnError: false });
}, 60_000);

/** What the real configuration says of one line, as if it stood in this file. */
async function lint(path: string, line: string): Promise<string[]> {
  const eslint = new ESLint({ cwd: WORKSPACE });
  const [result] = await eslint.lintText(`${line}\n`, { filePath: join(WORKSPACE, path) });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId ?? 'parse');
}

test.each([
  ['a service and another service', 'services/chat/src/x.ts', `export * from '@parley/auth-service';`],
  ['a service and another one’s files', 'services/chat/src/x.ts', `export * from '../../auth/package.json';`],
  ['the web and a kit library', 'web-angular/src/x.ts', `export * from '@parley/bus';`],
  ['the web and a service', 'web-angular/src/x.ts', `export * from '@parley/chat-service';`],
  ['a library and one above it', 'libs/errors/src/x.ts', `export * from '@parley/telemetry';`],
  ['a library and its neighbour', 'libs/persistence/src/x.ts', `export * from '@parley/identity';`],
  ['a library and the door of services', 'libs/live/src/x.ts', `export * from '@parley/subgraph';`],
  ['a library and a service', 'libs/bus/src/x.ts', `export * from '@parley/chat-service';`],
])('a fence stands between %s', async (_between, path, line) => {
  expect(FENCES).toContain((await lint(path, line))[0]);
});

test.each([
  ['services/chat/src/x.ts', `export * from '@parley/bus';`],
  ['web-angular/src/x.ts', `export * from '@parley/contracts';`],
  ['libs/bus/src/x.ts', `export * from '@parley/persistence';`],
])('%s may say %s', async (path, line) => {
  expect(await lint(path, line)).toEqual([]);
});

test.each([
  ['typeorm outside its files', 'services/chat/src/x.service.ts', `export * from 'typeorm';`, 'parley/import-belongs'],
  [
    'LiveKit’s server outside its room',
    'services/media-gateway/src/x.ts',
    `export * from 'livekit-server-sdk';`,
    'parley/import-belongs',
  ],
  [
    'LiveKit’s client outside its room',
    'web-angular/src/app/x.ts',
    `export * from 'livekit-client';`,
    'parley/import-belongs',
  ],
  [
    'tests’ tools in the product',
    'services/chat/src/x.ts',
    `export * from '@parley/testing';`,
    'parley/import-belongs',
  ],
  [
    'the environment outside config.ts',
    'services/chat/src/x.ts',
    'export const x = process.env.X;',
    'parley/env-in-config',
  ],
  [
    'a subject outside contracts',
    'services/chat/src/x.ts',
    `export const x = 'evt.chat.x.y.v1';`,
    'parley/subject-in-contracts',
  ],
  [
    'a door that does not say who may enter',
    'services/chat/src/x.ts',
    `import { Query } from '@nestjs/graphql'; export class X { @Query() x() {} }`,
    'parley/door-declares-access',
  ],
  ['a default export', 'services/chat/src/x.ts', 'export default 1;', 'no-restricted-exports'],
  ['console in the product', 'services/chat/src/x.ts', 'console.log(1);', 'no-console'],
])('the configuration refuses %s', async (_what, path, line, rule) => {
  expect(await lint(path, line)).toContain(rule);
});

test('every project is tagged with its kind, and kits and services with their names', () => {
  const projects = Object.values(graph.nodes);
  expect(projects.length).toBeGreaterThan(15);
  for (const { name, data } of projects) {
    const tags = data.tags ?? [];
    expect(
      tags.filter((tag) => KINDS.includes(tag)),
      `${name} has one kind`,
    ).toHaveLength(1);
    const folder = data.root.split('/').at(-1);
    if (tags.includes('kind:kit')) expect(tags, name).toContain(`kit:${folder}`);
    if (tags.includes('kind:service')) expect(tags, name).toContain(`service:${folder}`);
  }
});
