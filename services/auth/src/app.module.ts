import { Module, type DynamicModule } from '@nestjs/common';
import { BusModule } from '@parley/bus';
import { IdentityModule } from '@parley/identity';
import { PersistenceModule } from '@parley/persistence';
import { SubgraphModule } from '@parley/subgraph';
import type { Logger } from '@parley/telemetry';
import { AccessTokenRepository } from './access-tokens/access-token.repository.ts';
import { AccessTokenService } from './access-tokens/access-token.service.ts';
import { LastUses } from './access-tokens/last-uses.ts';
import { VerifyAccessTokenController } from './access-tokens/verify-access-token.controller.ts';
import { AuditRepository } from './audit/audit.repository.ts';
import type { AuthConfig } from './config.ts';
import { ConfirmationRepository } from './confirmations/confirmation.repository.ts';
import { Confirmations } from './confirmations/confirmations.service.ts';
import { CONFIG } from './config.token.ts';
import { AttemptLimits } from './credentials/attempt-limits.ts';
import { CredentialRepository } from './credentials/credential.repository.ts';
import { PasswordHasher } from './credentials/password-hasher.ts';
import { SignInService } from './credentials/sign-in.service.ts';
import { AccessTokens } from './keys/access-tokens.ts';
import { JwksController } from './keys/jwks.controller.ts';
import { SigningKeyRepository } from './keys/signing-key.repository.ts';
import { SquareMaker } from './pictures/square-maker.ts';
import { PictureController } from './pictures/picture.controller.ts';
import { PictureRepository } from './pictures/picture.repository.ts';
import { PictureService } from './pictures/picture.service.ts';
import { resolvers } from './schema.ts';
import { SessionRepository } from './sessions/session.repository.ts';
import { SessionService } from './sessions/session.service.ts';
import { UploadRepository } from './uploads/upload.repository.ts';
import { Uploads } from './uploads/uploads.service.ts';
import { ReadUsersController } from './users/read-users.controller.ts';
import { UserEntity } from './users/user.entity.ts';
import { UserRepository } from './users/user.repository.ts';
import { UserService } from './users/user.service.ts';

const services = [
  UserService,
  SignInService,
  SessionService,
  AccessTokens,
  PasswordHasher,
  AttemptLimits,
  Uploads,
  SquareMaker,
  PictureService,
  AccessTokenService,
  LastUses,
  Confirmations,
];
const repositories = [
  UserRepository,
  CredentialRepository,
  SessionRepository,
  SigningKeyRepository,
  AuditRepository,
  UploadRepository,
  PictureRepository,
  AccessTokenRepository,
  ConfirmationRepository,
];

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
      controllers: [JwksController, ReadUsersController, PictureController, VerifyAccessTokenController],
      providers: [{ provide: CONFIG, useValue: config }, ...services, ...repositories, ...resolvers],
    };
  }
}
