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
import { ScheduleMeetings1764010100000 } from './1764010100000-schedule-meetings.ts';
import { CreateInvitee1764010200000 } from './1764010200000-create-invitee.ts';
import { CreateMail1764010300000 } from './1764010300000-create-mail.ts';
import { AddSpotlight1764020100000 } from './1764020100000-add-spotlight.ts';
import { CreateHearing1764030100000 } from './1764030100000-create-hearing.ts';
import { CreateRecording1764040100000 } from './1764040100000-create-recording.ts';
import { CreateMeetingSession1764050100000 } from './1764050100000-create-meeting-session.ts';
import { KeepHouse1764050200000 } from './1764050200000-keep-house.ts';
import { RememberFormerRooms1764060100000 } from './1764060100000-remember-former-rooms.ts';
import { SweepMail1764060200000 } from './1764060200000-sweep-mail.ts';
import { CreateCall1764140100000 } from './1764140100000-create-call.ts';
import { MailBeyondMeetings1795460000100 } from './1795460000100-mail-beyond-meetings.ts';

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
  ScheduleMeetings1764010100000,
  CreateInvitee1764010200000,
  CreateMail1764010300000,
  AddSpotlight1764020100000,
  CreateHearing1764030100000,
  CreateRecording1764040100000,
  CreateMeetingSession1764050100000,
  KeepHouse1764050200000,
  RememberFormerRooms1764060100000,
  SweepMail1764060200000,
  CreateCall1764140100000,
  MailBeyondMeetings1795460000100,
];
