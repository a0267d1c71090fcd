import { Attendee } from '../attendees';

/** What the small window shows, the first of these that is there: a pin, a shared screen, the spotlight, who speaks, somebody, me. */
export function choiceOf(
  attendees: readonly Attendee[],
  claims: {
    readonly pinned: readonly string[];
    readonly spotlit: string | undefined;
    readonly speaker: string | undefined;
    readonly isAudioOnly: boolean;
  },
): { readonly person: Attendee; readonly source: 'camera' | 'screen' } | undefined {
  const others = attendees.filter(({ isLocal }) => !isLocal);
  const sharing = claims.isAudioOnly ? [] : others.filter(({ isSharing }) => isSharing);
  for (const id of claims.pinned) {
    const screen = sharing.find(({ identity }) => id === `screen ${identity}`);
    if (screen) return { person: screen, source: 'screen' };
    const face = others.find(({ identity }) => id === `camera ${identity}`);
    if (face) return { person: face, source: 'camera' };
  }
  if (sharing[0]) return { person: sharing[0], source: 'screen' };
  const named = (identity: string | undefined): Attendee | undefined =>
    others.find((one) => identity !== undefined && one.identity === identity);
  const person = named(claims.spotlit) ?? named(claims.speaker) ?? others[0] ?? attendees[0];
  return person && { person, source: 'camera' };
}
