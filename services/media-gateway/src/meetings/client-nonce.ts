import { requireText } from '@parley/subgraph';

/** What a client sends to have one effect once; 1–128 characters. @throws Refused BAD_USER_INPUT */
export function nonceOf(given: string | null | undefined): string | null {
  return given == null ? null : requireText(given, { least: 1, most: 128 }, 'clientNonce');
}
