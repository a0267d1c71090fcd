import { OutboxTables1700000000000 } from '@parley/persistence';
import { CreateConversations1763700000000 } from './1763700000000-create-conversations.ts';
import { CreateInboxes1763700001000 } from './1763700001000-create-inboxes.ts';
import { CreateMeetingChats1764050100000 } from './1764050100000-create-meeting-chats.ts';
import { CreateMessageChanges1764100000000 } from './1764100000000-create-message-changes.ts';
import { NoteWhereMembersReadTo1764110000000 } from './1764110000000-note-where-members-read-to.ts';
import { CreateBlock1764130100000 } from './1764130100000-create-block.ts';
import { CreateMessageWord1764160100000 } from './1764160100000-create-message-word.ts';
import { CreateAttachments1764170100000 } from './1764170100000-create-attachments.ts';
import { CreatePush1764180100000 } from './1764180100000-create-push.ts';
import { CreateMissed1795460000000 } from './1795460000000-create-missed.ts';
import { CreateDoNotDisturb1795460001000 } from './1795460001000-create-do-not-disturb.ts';
import { CreateMessagePreview1795470000000 } from './1795470000000-create-message-preview.ts';
import { LeaveMessagesWithoutNonceOut1795480000000 } from './1795480000000-leave-messages-without-nonce-out.ts';

/** Every migration of chat, oldest first. */
export const MIGRATIONS = [
  OutboxTables1700000000000,
  CreateConversations1763700000000,
  CreateInboxes1763700001000,
  CreateMeetingChats1764050100000,
  CreateMessageChanges1764100000000,
  NoteWhereMembersReadTo1764110000000,
  CreateBlock1764130100000,
  CreateMessageWord1764160100000,
  CreateAttachments1764170100000,
  CreatePush1764180100000,
  CreateMissed1795460000000,
  CreateDoNotDisturb1795460001000,
  CreateMessagePreview1795470000000,
  LeaveMessagesWithoutNonceOut1795480000000,
];
