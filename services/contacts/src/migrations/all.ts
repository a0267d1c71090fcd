import { OutboxTables1700000000000 } from '@parley/persistence';
import { CreatePerson1763700000000 } from './1763700000000-create-person.ts';
import { CreateContact1763700001000 } from './1763700001000-create-contact.ts';
import { CreateNonce1763700002000 } from './1763700002000-create-nonce.ts';
import { CreateBlock1764130000000 } from './1764130000000-create-block.ts';

/** Every migration of this database, oldest first. */
export const MIGRATIONS = [
  OutboxTables1700000000000,
  CreatePerson1763700000000,
  CreateContact1763700001000,
  CreateNonce1763700002000,
  CreateBlock1764130000000,
];
