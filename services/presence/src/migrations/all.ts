import { OutboxTables1700000000000 } from '@parley/persistence';
import { CreateLeases1763700000000 } from './1763700000000-create-leases.ts';
import { CreatePresence1763700001000 } from './1763700001000-create-presence.ts';
import { CreateContact1763700002000 } from './1763700002000-create-contact.ts';
import { CreateStatus1764120000000 } from './1764120000000-create-status.ts';
import { CreateCallStay1764120001000 } from './1764120001000-create-call-stay.ts';
import { AddIdleDevices1764120002000 } from './1764120002000-add-idle-devices.ts';

/** Every migration of this database, oldest first. */
export const MIGRATIONS = [
  OutboxTables1700000000000,
  CreateLeases1763700000000,
  CreatePresence1763700001000,
  CreateContact1763700002000,
  CreateStatus1764120000000,
  CreateCallStay1764120001000,
  AddIdleDevices1764120002000,
];
