import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import { CallStayRepository } from '../calls/call-stay.repository.ts';
import { PresenceRepository } from '../presences/presence.repository.ts';
import { StatusRepository } from '../statuses/status.repository.ts';
import { DeviceRepository, type Deadlines } from './device.repository.ts';
import { InstanceRepository } from './instance.repository.ts';
import { LEASE_MS } from './lease.ts';
import { PresenceWriter } from './presence-writer.ts';

const earlier = (than: Date, milliseconds: number): Date => new Date(than.getTime() - milliseconds);

/**
 * Looks every second for leases that have run out, and for statuses and calls that are over, by Postgres' clock. The silence of all instances says nothing (the bus
 * or this very service was away), so it counts only from when one of them is heard again.
 */
@Injectable()
export class LeaseWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('leases');
  private countedFrom: Date | undefined;
  private lookedForGhostsAt = 0;
  private readonly timers = new Set<NodeJS.Timeout>();
  private looking: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly instances: InstanceRepository,
    private readonly devices: DeviceRepository,
    private readonly presences: PresenceRepository,
    private readonly statuses: StatusRepository,
    private readonly calls: CallStayRepository,
    private readonly writer: PresenceWriter,
  ) {}

  onApplicationBootstrap(): void {
    const again = () => this.lookIn(LEASE_MS.look, again);
    again();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    this.timers.forEach((timer) => clearTimeout(timer));
    await this.looking;
  }

  /** Looks once in so many milliseconds. */
  lookIn(milliseconds: number, afterwards?: () => void): void {
    if (this.isStopped) return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.looking = this.looking.then(() => this.tryToLook());
      if (afterwards) void this.looking.then(afterwards);
    }, milliseconds);
    this.timers.add(timer);
  }

  private async tryToLook(): Promise<void> {
    try {
      await this.look();
    } catch (error) {
      this.log.warn(`leases cannot be looked at: ${String(error)}`);
      // Postgres is away. What was not heard meanwhile does not count.
      this.countedFrom = undefined;
    }
  }

  private async look(): Promise<void> {
    const { now, lastBeatAt } = await this.instances.heard();
    const silentSince = earlier(now, LEASE_MS.instance);
    if (!this.countedFrom || !lastBeatAt || lastBeatAt < silentSince) this.countedFrom = now;
    const { countedFrom } = this;
    const deadlines: Deadlines = {
      countedFrom,
      instance: silentSince,
      connection: earlier(now, LEASE_MS.connection),
      closing: earlier(now, LEASE_MS.damping),
    };
    const isSettled = countedFrom < silentSince;
    const withGhosts = isSettled && now.getTime() - this.lookedForGhostsAt >= LEASE_MS.ghosts;
    for (const id of await this.instances.organisations()) await this.lookAt(id, deadlines, withGhosts);
    if (!withGhosts) return;
    this.lookedForGhostsAt = now.getTime();
    await this.instances.forgetSilent(earlier(silentSince, LEASE_MS.ghosts));
  }

  private async lookAt(organisationId: OrganisationId, deadlines: Deadlines, withGhosts: boolean): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!withGhosts && !(await this.devices.isAnythingDue(tx, deadlines))) return;
      await this.devices.lock(tx);
      const gone = await this.devices.expire(tx, deadlines);
      const over = [...(await this.statuses.expire(tx)), ...(await this.calls.expire(tx))];
      const ghosts = withGhosts ? await this.presences.findGhosts(tx) : [];
      if (withGhosts) await this.devices.forgetSessions(tx, earlier(deadlines.instance, LEASE_MS.endedSession));
      await this.writer.show(tx, [...gone, ...over, ...ghosts]);
    });
  }
}
