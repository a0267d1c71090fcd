import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { participantLeft, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { CallStayRepository } from './call-stay.repository.ts';
import { CallStays } from './call-stays.ts';

/** Somebody’s device has left a meeting. */
@Controller()
export class OnParticipantLeft {
  constructor(
    private readonly calls: CallStays,
    private readonly stays: CallStayRepository,
  ) {}

  @EventPattern(participantLeft.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(participantLeft, delivery);
    if (!payload.userId) return;
    await this.calls.take(id, payload.organisationId, (tx) => this.stays.end(tx, payload.participantId));
  }
}
