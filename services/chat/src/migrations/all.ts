import { OutboxTables1700000000000 } from '@parley/persistence';
import { CreateConversations1763700000000 } from './1763700000000-create-conversations.ts';
import { CreateInboxes1763700001000 } from './1763700001000-create-inboxes.ts';

/** Every migration of chat, oldest first. */
export const MIGRATIONS = [OutboxTables1700000000000, CreateConversations1763700000000, CreateInboxes1763700001000];
