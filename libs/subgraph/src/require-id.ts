import { parseId, type Id, type IdKind } from '@parley/contracts';
import { Refused } from '@parley/errors';

/** The id, checked. @throws Refused BAD_USER_INPUT naming the input field */
export function requireId<K extends IdKind>(kind: K, text: string, ...field: string[]): Id<K> {
  const id = parseId(kind, text);
  if (id === undefined) throw Refused.badInput(`This is not the id of a ${kind}.`, ...field);
  return id;
}
