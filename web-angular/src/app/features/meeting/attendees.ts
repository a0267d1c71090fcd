import type { ParticipantPartsFragment, ParticipantRole } from '../../graph/generated/graphql';
import type { RoomPerson } from './livekit/room-port';

/** Somebody in the room, with the name and role that the graph gives them. */
export interface Attendee extends RoomPerson {
  /** Their id in the graph; undefined while the graph does not know them. */
  readonly id: string | undefined;
  readonly name: string;
  readonly role: ParticipantRole;
  readonly isGuest: boolean;
}

/** Joins what the media server sees with what the graph knows. Somebody whom the graph does not know yet has no name of their own. */
export function attendeesOf(
  people: readonly RoomPerson[],
  known: ReadonlyMap<string, ParticipantPartsFragment>,
  myName: string,
): readonly Attendee[] {
  return people.map((person) => {
    const facts = known.get(person.identity);
    const name = facts?.displayName ?? (person.isLocal ? myName : $localize`:@@nameUnknown:Somebody`);
    return {
      ...person,
      id: facts?.id,
      name,
      role: facts?.role ?? 'PRESENTER',
      isGuest: facts?.isGuest ?? false,
    };
  });
}
