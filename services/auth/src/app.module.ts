import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule } from '@parley/bus';
import { IdentityModule } from '@parley/identity';
import { PersistenceModule } from '@parley/persistence';
import { SubgraphModule } from '@parley/subgraph';
import type { Logger } from '@parley/telemetry';
import { AuditRepository } from './audit/audit.repository.ts';
import type { AuthConfig } from './config.ts';
import { CONFIG } from './config.token.ts';
import { AttemptLimits } from './credentials/attempt-limits.ts';
import { CredentialRepository } from './credentials/credential.repository.ts';
import { PasswordHasher } from './credentials/password-hasher.ts';
import { SignInService } from './credentials/sign-in.service.ts';
import { AccessTokens } from './keys/access-tokens.ts';
import { JwksController } from './keys/jwks.controller.ts';
import { SigningKeyRepository } from './keys/signing-key.repository.ts';
import { resolvers } from './schema.ts';
import { SessionRepository } from './sessions/session.repository.ts';
import { SessionService } from './sessions/session.service.ts';
import { ReadUsersController } from './users/read-users.controller.ts';
import { UserEntity } from './users/user.entity.ts';
import { UserRepository } from './users/user.repository.ts';
import { UserService } from './users/user.service.ts';

const services = [UserService, SignInService, SessionService, AccessTokens, PasswordHasher, AttemptLimits];
const repositories = [UserRepository, CredentialRepository, SessionRepository, SigningKeyRepository, AuditRepository];

/** Wiring of auth, nothing else. */
@Module({})
export class AppModule {
  static forConfig(config: AuthConfig, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PersistenceModule.forRoot({ url: config.DATABASE_URL, pool: config.DATABASE_POOL, entities: [UserEntity] }),
        IdentityModule.forService('auth', config.CLAIM_PUBLIC_KEYS),
        BusModule.forService({ service: 'auth', natsUrl: config.NATS_URL, replicas: config.STREAM_REPLICAS, logger }),
        SubgraphModule.forService(logger),
      ],
      controllers: [JwksController, ReadUsersController],
      providers: [{ provide: CONFIG, useValue: config }, ...services, ...repositories, ...resolvers],
    };
  }
}
