import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { ServiceName } from '@parley/contracts';
import type { JWK } from 'jose';
import { AccessGuard } from './access.guard.ts';
import { ClaimVerifier } from './claim-verifier.ts';

/** Verifies claims and guards every door of a service. */
@Global()
@Module({})
export class IdentityModule {
  static forService(service: ServiceName, claimPublicKeys: JWK[]): DynamicModule {
    const verifier = { provide: ClaimVerifier, useValue: new ClaimVerifier(service, claimPublicKeys) };
    return {
      module: IdentityModule,
      providers: [verifier, { provide: APP_GUARD, useClass: AccessGuard }],
      exports: [verifier],
    };
  }
}
