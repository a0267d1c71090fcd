import { topics, type FleetingValue, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { FleetingSource, type OpenedTopics } from '../../src/index.ts';

/** Who is here, in memory, with the revisions that presence gives. */
export class MemoryPresence {
  readonly values = new Map<string, FleetingValue>();
  /** People whom nobody may watch. */
  readonly hidden = new Set<UserId>();
  readonly asked = { open: 0, values: 0 };
  private revision = 0;

  set(userId: UserId, availability: string): FleetingValue {
    const topic = topics.presence(userId);
    const value = { topic, revision: ++this.revision, event: { __typename: 'Presence', userId, availability } };
    this.values.set(topic, value);
    return value;
  }
}

/** Presence's source over it. */
export class MemoryPresenceSource extends FleetingSource<{ userIds: UserId[] }> {
  readonly field = 'presenceChanged';
  readonly args = { parse: (value: unknown) => value as { userIds: UserId[] } };
  override readonly tickMs = 100;

  constructor(private readonly presence: MemoryPresence) {
    super();
  }

  async open({ user }: Caller, { userIds }: { userIds: UserId[] }): Promise<OpenedTopics> {
    this.presence.asked.open++;
    if (!user || userIds.some((id) => this.presence.hidden.has(id))) throw Refused.notFound('person');
    return { topics: userIds.map(topics.presence), organisationId: user.organisationId };
  }

  async values(names: readonly string[]): Promise<FleetingValue[]> {
    this.presence.asked.values++;
    return names.flatMap((name) => this.presence.values.get(name) ?? []);
  }
}
