import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { participantsListed, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { CallStayRepository } from './call-stay.repository.ts';
import { believedUntil, CallStays } from './call-stays.ts';

/** Everybody who is in a meeting: makes good what was lost on the way. */
@Controller()
export class OnParticipantsListed {
  constructor(
    private readonly calls: CallStays,
    private readonly stays: CallStayRepository,
  ) {}

  @EventPattern(participantsListed.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(participantsListed, delivery);
    const { organisationId, meetingId, participants, at } = payload;
    await this.calls.take(id, organisationId, async (tx) => [
      ...(await this.stays.endAllBut(tx, meetingId, participants)),
      ...(await this.stays.keep(tx, meetingId, participants, believedUntil(at))),
    ]);
  }
}
