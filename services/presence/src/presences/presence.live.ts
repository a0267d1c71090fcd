import { Injectable } from '@nestjs/common';
import {
  idFrom,
  idSchema,
  LIVE_LIMITS,
  topics,
  type FleetingValue,
  type OrganisationId,
  type UserId,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { FleetingSource, type OpenedTopics } from '@parley/live';
import { z } from 'zod';
import { ContactBook } from '../contacts/contact-book.ts';
import { valueOf } from './presence.ts';
import { PresenceService } from './presence.service.ts';

const personOf = (topic: string): UserId => idFrom('user', topic.slice(topic.lastIndexOf('_') + 1));

const args = z.object({ userIds: z.array(idSchema('user')).min(1).max(LIVE_LIMITS.idsPerSubscription) });

/** `presenceChanged`: one's contacts and oneself, all of those asked for or none. */
@Injectable()
export class PresenceSource extends FleetingSource<z.infer<typeof args>> {
  readonly field = 'presenceChanged';
  readonly args = args;

  constructor(
    private readonly presences: PresenceService,
    private readonly contacts: ContactBook,
  ) {
    super();
  }

  async open({ user }: Caller, { userIds }: z.infer<typeof args>): Promise<OpenedTopics> {
    if (!user) throw new Refused('UNAUTHENTICATED', 'Sign in first.');
    const ids = [...new Set(userIds)];
    const visible = await this.contacts.visibleAmong(user, ids);
    if (ids.some((id) => !visible.has(id))) throw Refused.notFound('contact', 'userIds');
    return { topics: ids.map(topics.presence), organisationId: user.organisationId };
  }

  async values(followed: readonly string[], organisationId: OrganisationId): Promise<FleetingValue[]> {
    return (await this.presences.read(organisationId, followed.map(personOf))).map(valueOf);
  }
}
