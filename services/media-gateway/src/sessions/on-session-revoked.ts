import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, sessionRevoked } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { RevocationService } from './revocation.service.ts';

/** Somebody signed out, or was signed out: their devices leave the meetings they are in. */
@Controller()
export class OnSessionRevoked {
  constructor(private readonly revocations: RevocationService) {}

  @EventPattern<string>(sessionRevoked.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { organisationId, sessionId } = readFact(sessionRevoked, delivery).payload;
    await this.revocations.sessionEnded(organisationId, sessionId);
  }
}
