import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { readSessionPerson } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { whoOf } from '../participants/who.ts';
import { MeetingSessions } from './meeting-sessions.service.ts';

/** Chat's question about somebody whom it does not know in a meeting's conversation. */
@Controller()
export class ReadSessionPersonController {
  constructor(private readonly sessions: MeetingSessions) {}

  @MessagePattern(readSessionPerson.subject)
  @Internal()
  async answer(@Payload() question: unknown) {
    const { conversationId, userId, guestTokenHash } = readSessionPerson.question.parse(question);
    return { found: await this.sessions.personOf(conversationId, whoOf({ userId, guestTokenHash })) };
  }
}
