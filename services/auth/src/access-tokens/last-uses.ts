import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { AccessTokenId, OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import { AccessTokenRepository } from './access-token.repository.ts';

/** Between two times that uses are written down, in milliseconds. */
const WRITE_MS = 10_000;

/** Gathers which tokens are in use and notes them together, so that being shown costs no write. */
@Injectable()
export class LastUses implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly used = new Map<OrganisationId, Set<AccessTokenId>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly tokens: AccessTokenRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.write().catch(() => undefined), WRITE_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.write().catch(() => undefined);
  }

  note(organisationId: OrganisationId, id: AccessTokenId): void {
    const ids = this.used.get(organisationId) ?? new Set();
    this.used.set(organisationId, ids.add(id));
  }

  /** Writes down what was noted. A write that fails is lost: the next use tells it again. */
  async write(): Promise<void> {
    const noted = [...this.used];
    this.used.clear();
    for (const [organisationId, ids] of noted)
      await this.unitOfWork.run(organisationId, (tx) => this.tokens.used(tx, [...ids]));
  }
}
