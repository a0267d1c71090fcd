import { join } from 'node:path';
import type { z } from 'zod';
import { PROCESSES, STORED } from '../bootstrap/parts.mjs';
import { WORKSPACE } from '../suites/suite.ts';

/** The configuration keys of a service or the gate, as its config.ts has them. */
export interface ServiceSettings {
  keys: Set<string>;
  required: Set<string>;
  defaults: Record<string, unknown>;
  /** Why a value is not one for a key; undefined when it is. */
  objection(key: string, value: string): string | undefined;
}

/** What a migration is told (libs/persistence, migrate-main.ts). */
export const MIGRATION_KEYS = ['DATABASE_URL'];

/** The keys of a service; undefined when there is none of that name. */
export async function serviceSettings(service: string): Promise<ServiceSettings | undefined> {
  const process = PROCESSES.find(({ name }) => name === service);
  if (!process) return undefined;
  const file = join(WORKSPACE, 'services', process.service, process.config);
  const { schema } = (await import(file)) as { schema: z.ZodObject };
  const alone = schema.safeParse({});
  const required = new Set((alone.error?.issues ?? []).map(({ path }) => String(path[0])));
  const optional = Object.entries(schema.shape).filter(([key]) => !required.has(key));
  return {
    keys: new Set(Object.keys(schema.shape)),
    required,
    defaults: Object.fromEntries(optional.map(([key, type]) => [key, (type as z.ZodType).parse(undefined)])),
    objection(key, value) {
      const parsed = (schema.shape[key] as z.ZodType | undefined)?.safeParse(value);
      return parsed?.error?.issues[0]?.message;
    },
  };
}

/** Whether a service has tables of its own. */
export function isStored(service: string): boolean {
  return STORED.includes(service);
}
