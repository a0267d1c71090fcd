import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { key } from '@parley/config';
import { check } from 'prettier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeKeys, readConfiguration } from './configuration.ts';
import { propertiesOf } from './docstrings.ts';
import { configurationPage } from './page.ts';

const workspace = resolve(import.meta.dirname, '../..');
const FILE = 'services/chat/src/config.ts';

describe('the configuration of the services', () => {
  it('is what docs/operate/configuration.md says (npm run docs:config writes it)', async () => {
    const page = await configurationPage(await readConfiguration(workspace));
    expect(readFileSync(join(workspace, 'docs/operate/configuration.md'), 'utf8')).toBe(page);
    expect(await check(page, { parser: 'markdown', printWidth: 120 })).toBe(true);
  });

  it('marks every key that carries a password or a key as secret, and no other', async () => {
    const keys = (await readConfiguration(workspace)).flatMap(({ keys }) => keys);
    const secret = new Set(keys.filter(({ isSecret }) => isSecret).map(({ name }) => name));
    const looksSecret = keys.filter(({ name }) => /SECRET|PASSWORD|PRIVATE|^(DATABASE|NATS|MAIL)_URL$/.test(name));
    expect(secret).toEqual(new Set(looksSecret.map(({ name }) => name)));
  });
});

describe('a key', () => {
  const describeOne = (schema: z.ZodType) =>
    describeKeys(FILE, z.object({ KEY: schema }), new Map([['KEY', 'What it is.']]))[0];

  it.each([
    [key.port, { isRequired: true, default: undefined, form: 'whole number 1–65535', isSecret: false }],
    [key.metricsPort, { isRequired: false, default: undefined, form: 'whole number 1–65535' }],
    [key.flag, { isRequired: false, default: 'false', form: '`true`, `false`' }],
    [key.publicUrl, { isRequired: true, form: 'URL' }],
    [key.natsUrl, { isRequired: true, form: 'must begin with nats:// or tls://', isSecret: true }],
    [key.claimPrivateKey, { isRequired: true, isSecret: true }],
    [z.string().min(1), { form: 'text' }],
    [z.string().min(32), { form: 'text, at least 32 characters' }],
    [z.string().min(1).max(80).default('Parley'), { default: 'Parley', form: 'text, 1–80 characters' }],
    [z.coerce.number().int().min(1).default(3), { default: '3', form: 'whole number at least 1' }],
  ])('is described by its schema %#', (schema, expected) => {
    expect(describeOne(schema)).toMatchObject({ name: 'KEY', meaning: 'What it is.', ...expected });
  });

  it('about which nothing is written is an error that names file and key', () => {
    const schema = z.object({ PORT: key.port, HOST: key.host, LOG_LEVEL: key.logLevel });
    const meanings = new Map([
      ['PORT', undefined],
      ['HOST', 'Address.'],
    ]);
    expect(() => describeKeys(FILE, schema, meanings)).toThrow(
      'services/chat/src/config.ts: write above each key what it means: PORT, LOG_LEVEL',
    );
  });
});

describe('what is written above properties', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'parley-docstrings-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const read = (source: string) => {
    const file = join(directory, 'config.ts');
    writeFileSync(file, source);
    return propertiesOf(file, 'schema');
  };

  it('is read in one line, with the shared key that a property is', () => {
    const properties = read(`export const schema = z.object({
      HOST: key.host,
      // No docstring.
      PORT: key.port,
      /**
       * Two lines, with \`code\`
       * and an end.
       */
      URL: z.url().optional(),
      /** */
      EMPTY: z.string(),
    });`);
    expect([...properties]).toEqual([
      ['HOST', { docstring: undefined, sharedKey: 'host' }],
      ['PORT', { docstring: undefined, sharedKey: 'port' }],
      ['URL', { docstring: 'Two lines, with `code` and an end.', sharedKey: undefined }],
      ['EMPTY', { docstring: undefined, sharedKey: undefined }],
    ]);
  });

  it('cannot be read where there is no such object', () => {
    expect(() => read('const schema = makeIt();')).toThrow(/no constant schema/);
    expect(() => read('export const other = z.object({});')).toThrow(/no constant schema/);
  });
});
