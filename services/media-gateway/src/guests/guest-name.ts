import { Refused } from '@parley/errors';
import { requireText } from '@parley/subgraph';

const LENGTH = { least: 1, most: 80 } as const;
/** Line breaks and tabs, and what turns the direction of what follows: a name must not rearrange the text around it. */
const MISLEADING = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Characters that show nothing. */
const INVISIBLE = /[\s\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** The name a guest goes by: 1–80 characters that show. @throws Refused BAD_USER_INPUT */
export function guestName(given: string | null | undefined): string {
  if (given == null) throw Refused.badInput('Give a name to join as a guest, or sign in.', 'displayName');
  const name = requireText(given, LENGTH, 'displayName');
  if (MISLEADING.test(name)) throw Refused.badInput('This name has characters that cannot be shown.', 'displayName');
  if (name.replace(INVISIBLE, '') === '') throw Refused.badInput('This name cannot be seen.', 'displayName');
  return name;
}
