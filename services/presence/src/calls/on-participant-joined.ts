import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { participantJoined, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { CallStayRepository } from './call-stay.repository.ts';
import { believedUntil, CallStays } from './call-stays.ts';

/** Somebody’s device is in a meeting. Guests are nobody whom presence knows. */
@Controller()
export class OnParticipantJoined {
  constructor(
    private readonly calls: CallStays,
    private readonly stays: CallStayRepository,
  ) {}

  @EventPattern(participantJoined.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(participantJoined, delivery);
    const { organisationId, meetingId, participantId, userId, at } = payload;
    if (!userId) return;
    await this.calls.take(id, organisationId, (tx) =>
      this.stays.keep(tx, meetingId, [{ participantId, userId }], believedUntil(at)),
    );
  }
}
