import { Inject, Injectable } from '@nestjs/common';
import { doNotDisturbChanged } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { DeviceRepository } from '../leases/device.repository.ts';
import { PresenceWriter } from '../leases/presence-writer.ts';
import { PresenceRepository } from '../presences/presence.repository.ts';
import { unseen, type Presence } from '../presences/presence.ts';
import { StatusRepository } from './status.repository.ts';
import { statusOf, type AskedStatus, type Status } from './status.ts';

/** What somebody has chosen for themselves. */
export type Own = Status & { readonly hideLastSeen: boolean };

/** Their own choices, and what is shown of them now. */
export interface Settled {
  readonly presence: Presence;
  readonly status: Own;
}

/** What people say of themselves and hide: their own business, seen by who may see them. */
@Injectable()
export class StatusService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly statuses: StatusRepository,
    private readonly presences: PresenceRepository,
    private readonly devices: DeviceRepository,
    private readonly writer: PresenceWriter,
  ) {}

  read({ organisationId, userId }: KnownCaller): Promise<Own> {
    return this.unitOfWork.run(organisationId, (tx) => this.own(tx, userId));
  }

  /** Sets all of a status at once. @throws Refused BAD_USER_INPUT */
  async set(caller: KnownCaller, asked: AskedStatus): Promise<Settled> {
    const status = statusOf(asked, new Date());
    return this.change(caller, async (tx) => {
      const before = await this.statuses.find(tx, caller.userId);
      await this.statuses.set(tx, caller.userId, status);
      if (isOn(before) || isOn(status)) await this.tellDisturbing(tx, caller.userId, status);
    });
  }

  hideLastSeen(caller: KnownCaller, isHidden: boolean): Promise<Settled> {
    return this.change(caller, (tx) => this.statuses.hideLastSeen(tx, caller.userId, isHidden));
  }

  private change(
    { organisationId, userId }: KnownCaller,
    effect: (tx: Transaction) => Promise<void>,
  ): Promise<Settled> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      await this.devices.lock(tx);
      await effect(tx);
      await this.writer.show(tx, [{ userId, seenAt: null }]);
      const [presence = unseen(userId)] = await this.presences.findByIds(tx, [userId]);
      return { presence, status: await this.own(tx, userId) };
    });
  }

  /** Whoever pushes and rings must know it, also while none of their devices is here. */
  private async tellDisturbing(tx: Transaction, userId: KnownCaller['userId'], status: Status): Promise<void> {
    const at = (await this.statuses.now(tx)).toISOString();
    const until = isOn(status) ? (status.expiresAt?.toISOString() ?? null) : null;
    tx.publish(doNotDisturbChanged, { organisationId: tx.organisationId, userId, isOn: isOn(status), until, at });
  }

  private async own(tx: Transaction, userId: KnownCaller['userId']): Promise<Own> {
    return {
      ...(await this.statuses.find(tx, userId)),
      hideLastSeen: await this.statuses.hidesLastSeen(tx, userId),
    };
  }
}

const isOn = ({ availability }: Status): boolean => availability === 'DO_NOT_DISTURB';
