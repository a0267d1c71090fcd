import { idFrom, type Id, type IdKind } from '@parley/contracts';
import { v7 } from 'uuid';

/** A new public id of this kind. UUIDv7: ids made later sort later, which keeps indexes compact. */
export function newId<K extends IdKind>(kind: K): Id<K> {
  return idFrom(kind, v7());
}
