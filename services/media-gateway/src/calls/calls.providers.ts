import { BlockBook } from '../blocks/block-book.ts';
import { BlockRepository } from '../blocks/block.repository.ts';
import { CallAlarm } from './call-alarm.ts';
import { CallAnswers } from './call-answers.ts';
import { CallKeeper } from './call-keeper.ts';
import { CallNews } from './call-news.ts';
import { CallReader } from './call-reader.service.ts';
import { CallRepository } from './call.repository.ts';
import { CallService } from './call.service.ts';
import { CallTurns } from './call-turns.ts';
import { EngagedRepository } from './engaged.repository.ts';
import { OpenCallRepository } from './open-call.repository.ts';
import { PresenceInCallRepository } from './presence-in-call.repository.ts';

/** What calls are made of. */
export const calls = [
  CallRepository,
  EngagedRepository,
  OpenCallRepository,
  PresenceInCallRepository,
  BlockRepository,
  BlockBook,
  CallAlarm,
  CallNews,
  CallTurns,
  CallService,
  CallAnswers,
  CallReader,
  CallKeeper,
];
