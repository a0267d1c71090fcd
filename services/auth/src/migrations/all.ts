import { OutboxTables1700000000000 } from '@parley/persistence';
import { CreateUsers1763700000000 } from './1763700000000-create-users.ts';
import { CreateSessions1763700001000 } from './1763700001000-create-sessions.ts';

/** Every migration of auth, oldest first. */
export const MIGRATIONS = [OutboxTables1700000000000, CreateUsers1763700000000, CreateSessions1763700001000];
