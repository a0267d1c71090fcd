import { Injectable } from '@nestjs/common';
import type { Caller } from '@parley/identity';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import type { AdmissionUnion } from './admission.graphql.ts';
import { AdmissionService, type Wish } from './admission.service.ts';

/** What came of a wish to join, as the graph shows it to whoever asked. */
@Injectable()
export class Admissions {
  constructor(
    private readonly admissions: AdmissionService,
    private readonly reader: MeetingReader,
  ) {}

  /** @throws Refused as `AdmissionService.join` */
  async ask(caller: Caller, wish: Wish): Promise<typeof AdmissionUnion> {
    const outcome = await this.admissions.join(caller, wish);
    if (outcome.kind === 'REFUSED') return { reason: outcome.reason, message: outcome.message };
    if (outcome.kind === 'WAITING') {
      const { lobbyId, hostPresent, guestToken } = outcome;
      return { lobbyId, hostPresent, guestToken };
    }
    const { token, url, participant, guestToken } = outcome;
    const { id: participantIdentity, role } = participant;
    const meeting = await this.reader.viewOf(outcome.meeting, caller.user, role);
    return { token, url, participantIdentity, role, guestToken, meeting };
  }
}
