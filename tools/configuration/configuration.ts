import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { PROCESSES } from '../bootstrap/parts.mjs';
import { propertiesOf } from './docstrings.ts';

/** One key of a process' environment. */
export interface ConfigurationKey {
  readonly name: string;
  readonly meaning: string;
  readonly isRequired: boolean;
  /** As it would be written in the environment. */
  readonly default: string | undefined;
  /** What a value looks like, in words. */
  readonly form: string;
  /** Its value must never be shown. */
  readonly isSecret: boolean;
}

/** What one process reads of its environment. */
export interface ProcessConfiguration {
  readonly process: string;
  readonly keys: readonly ConfigurationKey[];
}

/** The part of JSON Schema in which zod describes our keys. */
interface KeySchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly secret?: boolean;
}

/** A text that none of our patterns takes. */
const NONSENSE = '\u0001';

/**
 * The configuration of every process, from the `schema` in its config.ts.
 * @throws Error that names every key about which nothing is written
 */
export async function readConfiguration(workspace: string): Promise<ProcessConfiguration[]> {
  const shared = propertiesOf(join(workspace, 'libs/config/src/keys.ts'), 'key');
  const meaningOfShared = (name: string | undefined) => name && shared.get(name)?.docstring;
  return Promise.all(
    PROCESSES.map(async ({ name: process, service, config }) => {
      const source = `services/${service}/${config}`;
      const file = join(workspace, source);
      const { schema } = (await import(pathToFileURL(file).href)) as { schema: z.ZodObject };
      const meanings = [...propertiesOf(file, 'schema')].map(
        ([name, { docstring, sharedKey }]) => [name, docstring ?? meaningOfShared(sharedKey)] as const,
      );
      return { process, keys: describeKeys(source, schema, new Map(meanings)) };
    }),
  );
}

/**
 * Joins what a schema says of its keys with what is written about them.
 * @param file named in the error
 * @throws Error that names every key about which nothing is written
 */
export function describeKeys(
  file: string,
  schema: z.ZodObject,
  meanings: ReadonlyMap<string, string | undefined>,
): ConfigurationKey[] {
  const silent = Object.keys(schema.shape).filter((name) => !meanings.get(name));
  if (silent.length > 0) throw new Error(`${file}: write above each key what it means: ${silent.join(', ')}`);
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => {
    const described = property as KeySchema;
    return {
      name,
      meaning: meanings.get(name) ?? '',
      isRequired: required.includes(name),
      default: described.default === undefined ? undefined : String(described.default),
      form: formOf(described, schema.shape[name] as z.ZodType),
      isSecret: described.secret === true,
    };
  });
}

function formOf(described: KeySchema, schema: z.ZodType): string {
  const { minimum, maximum, minLength = 1, maxLength } = described;
  if (described.enum) return described.enum.map((word) => `\`${word}\``).join(', ');
  if (described.type === 'integer') return `whole number${rangeOf(minimum, maximum)}`;
  if (described.format === 'uri') return 'URL';
  // A pattern is for machines: our schemas say in words what they ask for.
  if (described.pattern !== undefined) return schema.safeParse(NONSENSE).error?.issues[0]?.message ?? 'text';
  const isAnyText = minLength === 1 && maxLength === undefined;
  return isAnyText ? 'text' : `text,${rangeOf(minLength, maxLength)} characters`;
}

function rangeOf(least: number | undefined, most: number | undefined): string {
  if (most === undefined || most === Number.MAX_SAFE_INTEGER) return ` at least ${least}`;
  return least === undefined ? ` at most ${most}` : ` ${least}–${most}`;
}
