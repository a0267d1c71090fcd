import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core';
import {
  buildASTSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  parse,
  type GraphQLSchema,
} from 'graphql';

const schemaOf = (sdl: string) => buildASTSchema(parse(sdl), { assumeValidSDL: true });

/** Why a member of the old schema was deprecated, by its path (`Type.member`). */
function deprecationOf(schema: GraphQLSchema, path: string | undefined): string | undefined {
  const [typeName = '', member = ''] = path?.split('.') ?? [];
  const type = schema.getType(typeName);
  if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))
    return type.getFields()[member]?.deprecationReason ?? undefined;
  return isEnumType(type) ? (type.getValue(member)?.deprecationReason ?? undefined) : undefined;
}

/** What was announced (`… Removal YYYY-MM-01`) may go once its day has come. */
function isDue(change: Change, old: GraphQLSchema, today: string): boolean {
  const day = /Removal (\d{4}-\d{2}-\d{2})/.exec(deprecationOf(old, change.path) ?? '')?.[1];
  return day !== undefined && day <= today && /_REMOVED$/.test(change.type);
}

/** Changes from one public schema to the next that break clients and were not announced in time. `today`: YYYY-MM-DD. */
export async function breakingChanges(before: string, after: string, today: string): Promise<string[]> {
  const old = schemaOf(before);
  const changes = await diff(old, schemaOf(after));
  return changes
    .filter((change) => change.criticality.level === CriticalityLevel.Breaking && !isDue(change, old, today))
    .map(({ message }) => message);
}
