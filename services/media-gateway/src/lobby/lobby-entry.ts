import type { LobbyId, MeetingId } from '@parley/contracts';
import type { Who } from '../participants/who.ts';

/** Where a wait stands. LEFT: they went, or gave no sign of life, or the meeting ended. */
export type LobbyState = 'WAITING' | 'ADMITTED' | 'REFUSED' | 'LEFT';

/** One person's wait for one meeting. Its id stays when they wait again. */
export interface LobbyEntry {
  id: LobbyId;
  meetingId: MeetingId;
  who: Who;
  displayName: string;
  state: LobbyState;
  since: Date;
  /** Which of its log's events are of the present wait. */
  openedSeq: number;
  lastSeq: number;
}
