import { OutboxTables1700000000000 } from '@parley/persistence';
import { CreateUsers1763700000000 } from './1763700000000-create-users.ts';
import { CreateSessions1763700001000 } from './1763700001000-create-sessions.ts';
import { CreatePicture1764130200000 } from './1764130200000-create-picture.ts';
import { CreateAccessTokens1764150000000 } from './1764150000000-create-access-tokens.ts';
import { CreateEmailConfirmation1795460000200 } from './1795460000200-create-email-confirmation.ts';

/** Every migration of auth, oldest first. */
export const MIGRATIONS = [
  OutboxTables1700000000000,
  CreateUsers1763700000000,
  CreateSessions1763700001000,
  CreatePicture1764130200000,
  CreateAccessTokens1764150000000,
  CreateEmailConfirmation1795460000200,
];
