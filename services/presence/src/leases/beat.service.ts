import { Inject, Injectable } from '@nestjs/common';
import type { OrganisationId } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { DeviceRepository } from './device.repository.ts';
import { InstanceRepository } from './instance.repository.ts';
import { changeOf, LEASE_MS, saysMore, type Beat, type Change } from './lease.ts';
import { LeaseWatch } from './lease-watch.ts';
import { PresenceWriter } from './presence-writer.ts';

/**
 * Takes the beats of gateway instances. Beats are numbered: where one is missing, where the instance or a connection is not
 * known, everything is asked for, and nobody is taken for gone in the meantime.
 */
@Injectable()
export class BeatService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly instances: InstanceRepository,
    private readonly devices: DeviceRepository,
    private readonly writer: PresenceWriter,
    private readonly watch: LeaseWatch,
  ) {}

  /** @returns whether the next beat must carry everything */
  async take(beat: Beat): Promise<boolean> {
    const mentioned = [...(beat.all ?? []), ...beat.opened].map((device) => device.organisationId);
    const { before, organisationIds } = await this.instances.renew(beat, mentioned);
    if (before !== undefined && before >= beat.beat) return true;
    const isAfterGap = before === undefined || before + 1 !== beat.beat;
    const known = new Set<string>();
    if (isAfterGap || saysMore(beat))
      for (const id of organisationIds)
        for (const connection of await this.apply(id, changeOf(beat, id, isAfterGap))) known.add(connection);
    if (beat.leaving) await this.instances.forget(beat.instanceId);
    if (beat.closed.length > 0 || beat.leaving || beat.all) this.watch.lookIn(LEASE_MS.damping);
    if (beat.all) return false;
    return isAfterGap || beat.alive.some((connection) => !known.has(connection));
  }

  private apply(organisationId: OrganisationId, change: Change): Promise<string[]> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      await this.devices.lock(tx);
      return this.applyIn(tx, change);
    });
  }

  /** Closings come last: a socket may have opened and closed between two beats. @returns which of `alive` are known */
  private async applyIn(tx: Transaction, change: Change): Promise<string[]> {
    const { instanceId, all, opened, closed, signedOut, alive, idled, isAfterGap, isLeaving } = change;
    if (isAfterGap) await this.devices.keepAllAlive(tx, instanceId);
    if (all || isLeaving) {
      const stay = isLeaving ? [] : [...(all ?? []), ...opened].map((device) => device.connectionId);
      await this.devices.startClosingAllBut(tx, instanceId, stay);
    }
    const entering = isLeaving ? [] : await this.devices.open(tx, instanceId, [...(all ?? []), ...opened]);
    const known = alive.length === 0 ? [] : await this.devices.keepAlive(tx, instanceId, alive);
    const idling = await this.devices.setIdle(tx, instanceId, idled);
    await this.devices.startClosing(tx, instanceId, closed);
    const leaving = await this.devices.signOut(tx, instanceId, signedOut);
    await this.writer.show(tx, [...entering, ...idling, ...leaving]);
    return known;
  }
}
