/**
 * What a personal access token may be let do, a closed list. A session of a person has all of it. In the SDL they stand
 * as `@requiresScopes`, put there by the access decorators of `@parley/identity`.
 */
export const SCOPES = {
  'profile:read': 'Read your own profile: e-mail address, phone, language.',
  'profile:write': 'Change your profile.',
  'people:read': 'Look people of the organisation up.',
  'contacts:read': 'Read your contacts and contact requests.',
  'contacts:write': 'Ask for contacts, answer requests, remove and block people.',
  'presence:read': 'See who of your contacts is here, and how.',
  'presence:write': 'Set your status, and count as a device of yours that is online.',
  'chat:read': 'Read and follow your conversations.',
  'chat:write': 'Write messages, start conversations, mark them read.',
  'meetings:read': 'Read and follow your meetings: who is in, attendance, lobby, invitations.',
  'meetings:join': 'Join meetings and calls, and take part: raise a hand, react, answer invitations.',
  'meetings:manage': 'Make, change and end meetings, let people in, mute and remove them, record.',
  'recordings:read': 'Read and download recordings of your meetings.',
} as const;

/** A scope a token may hold. */
export type Scope = keyof typeof SCOPES;
export const ALL_SCOPES = Object.keys(SCOPES) as Scope[];
export const isScope = (text: string): text is Scope => Object.hasOwn(SCOPES, text);

/**
 * What only a person's own session holds and no token can be given: making and ending tokens, signing in and out.
 * It stands in the SDL like a scope, so that there is one rule.
 */
export const SESSION_SCOPE = 'session';

/** What a field may demand: alternatives, each a list of scopes that are needed together (as `@requiresScopes` has it). */
export type Demand = readonly (readonly string[])[];

/** Whether these scopes meet a demand. `undefined`: a session or somebody anonymous, whom scopes do not bind. */
export function meets(held: readonly string[] | undefined, demand: Demand): boolean {
  return held === undefined || demand.some((together) => together.every((scope) => held.includes(scope)));
}

/** The scopes that the alternative with the fewest missing ones still lacks; empty when the demand is met. */
export function lacking(held: readonly string[], demand: Demand): string[] {
  const missing = demand.map((together) => together.filter((scope) => !held.includes(scope)));
  return [...missing].sort((a, b) => a.length - b.length)[0] ?? [];
}
