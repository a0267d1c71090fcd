import { Inject, Injectable } from '@nestjs/common';
import { LISTED_EVERY_MS, type OrganisationId } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { DeviceRepository } from '../leases/device.repository.ts';
import { PresenceWriter } from '../leases/presence-writer.ts';
import type { Touched } from '../presences/presence.repository.ts';

/**
 * How long a stay is believed after it was told, in milliseconds: two lists may be missing. It bounds how long somebody is shown in a
 * call whom nobody tells of any more, the media-gateway being gone.
 */
export const STAY_MS = 2 * (LISTED_EVERY_MS + 30_000) + 60_000;

/** When a stay told at that time is believed no longer. */
export const believedUntil = (at: string): Date => new Date(Date.parse(at) + STAY_MS);

/** Takes what the media-gateway tells of who is in a call, and shows it. */
@Injectable()
export class CallStays {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly devices: DeviceRepository,
    private readonly writer: PresenceWriter,
  ) {}

  /** Runs the effect of a fact once, behind the organisation's lock. */
  async take(
    factId: string,
    organisationId: OrganisationId,
    effect: (tx: Transaction) => Promise<readonly Touched[]>,
  ): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('call-stays', factId))) return;
      await this.devices.lock(tx);
      await this.writer.show(tx, await effect(tx));
    });
  }
}
