import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importedPackages } from './imports.mjs';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'parley-imports-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('every way to import is seen, and words that only look like one are not', () => {
  writeFileSync(join(directory, 'chunk.mjs'), `export { a } from '@scope/exported/deep'; export * from 'starred';`);
  writeFileSync(
    join(directory, 'main.mjs'),
    `import 'plain';
     import fs, { readFileSync } from 'node:fs'; import 'path'; import './chunk.mjs';
     const nodeRequire = createRequire$1(import.meta.url);
     await import('dynamic'); require('required'); __require$1("rolldowns"); nodeRequire('own/package.json');
     createRequire(import.meta.url)('made');
     // import 'commented'; require('commented')
     const text = "import 'quoted'"; requireId('person'); load('loaded'); require(name); optionalRequire('given', () => 1);`,
  );
  expect([...importedPackages(directory)].toSorted()).toEqual(
    ['@scope/exported', 'dynamic', 'made', 'own', 'plain', 'required', 'rolldowns', 'starred'].toSorted(),
  );
});

test('what is not JavaScript is named', () => {
  writeFileSync(join(directory, 'broken.mjs'), 'import {');
  expect(() => importedPackages(directory)).toThrow(/broken\.mjs is not JavaScript/);
});
