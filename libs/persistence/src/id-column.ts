import { idFrom, uuidOf, type Id, type IdKind } from '@parley/contracts';
import type { ColumnOptions, ValueTransformer } from 'typeorm';

/** Column options of an id: `uuid` in Postgres, a prefixed public id in the entity. */
export function idColumn<K extends IdKind>(kind: K, name: string, options: ColumnOptions = {}): ColumnOptions {
  const transformer: ValueTransformer = {
    to: (id: unknown) => (typeof id === 'string' ? uuidOf(id as Id<K>) : id),
    from: (uuid: string | null) => (uuid === null ? null : idFrom(kind, uuid)),
  };
  return { type: 'uuid', name, transformer, ...options };
}
