import type { ParticipantPartsFragment, ParticipantRole } from '../../graph/generated/meeting/graphql';
import type { RoomPerson } from './livekit/room-port';

/** Somebody in the room, with the name and role that the graph gives them. */
export interface Attendee extends RoomPerson {
  /** Their id in the graph; undefined while the graph does not know them. */
  readonly id: string | undefined;
  readonly name: string;
  readonly avatarUrl?: string | null;
  readonly role: ParticipantRole;
  readonly isGuest: boolean;
  /** Their place in the line of raised hands, from 1; 0 while their hand is down. */
  readonly hand: number;
}

/** Joins what the media server sees with what the graph knows. Somebody whom the graph does not know yet has no name of their own. */
export function attendeesOf(
  people: readonly RoomPerson[],
  known: ReadonlyMap<string, ParticipantPartsFragment>,
  myName: string,
): readonly Attendee[] {
  const line = people
    .flatMap(({ identity }) => known.get(identity) ?? [])
    .filter(({ handRaisedAt }) => handRaisedAt)
    .sort((a, b) => Date.parse(a.handRaisedAt ?? '') - Date.parse(b.handRaisedAt ?? ''))
    .map(({ identity }) => identity);
  return people.map((person) => {
    const facts = known.get(person.identity);
    const name = facts?.displayName ?? (person.isLocal ? myName : $localize`:@@nameUnknown:Somebody`);
    return {
      ...person,
      id: facts?.id,
      name,
      avatarUrl: facts?.avatarUrl,
      role: facts?.role ?? 'PRESENTER',
      isGuest: facts?.isGuest ?? false,
      hand: line.indexOf(person.identity) + 1,
    };
  });
}

/** Those whose hand is up, the first in line first; then the others as they are. */
export function handsFirst(attendees: readonly Attendee[]): readonly Attendee[] {
  return [
    ...attendees.filter(({ hand }) => hand > 0).sort((a, b) => a.hand - b.hand),
    ...attendees.filter(({ hand }) => hand === 0),
  ];
}
