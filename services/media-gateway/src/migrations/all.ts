import { OutboxTables1700000000000 } from '@parley/persistence';
import { CreatePerson1700000100000 } from './1700000100000-create-person.ts';
import { CreateMeeting1700000200000 } from './1700000200000-create-meeting.ts';
import { CreateParticipant1700000300000 } from './1700000300000-create-participant.ts';
import { CreateRemoval1700000900000 } from './1700000900000-create-removal.ts';
import { ExtendMeeting1764000100000 } from './1764000100000-extend-meeting.ts';
import { CreateLobby1764000200000 } from './1764000200000-create-lobby.ts';
import { CreateMeetingEvent1764000300000 } from './1764000300000-create-meeting-event.ts';
import { CreateSessionDirectory1764000400000 } from './1764000400000-create-session-directory.ts';
import { RaiseHands1764000500000 } from './1764000500000-raise-hands.ts';
import { IndexHistory1764000700000 } from './1764000700000-index-history.ts';

/** Every migration of the media-gateway, oldest first. */
export const MIGRATIONS = [
  OutboxTables1700000000000,
  CreatePerson1700000100000,
  CreateMeeting1700000200000,
  CreateParticipant1700000300000,
  CreateRemoval1700000900000,
  ExtendMeeting1764000100000,
  CreateLobby1764000200000,
  CreateMeetingEvent1764000300000,
  CreateSessionDirectory1764000400000,
  RaiseHands1764000500000,
  IndexHistory1764000700000,
];
