import type { CompleteObject } from '@parley/contracts';
import type { LoggedEvent } from '@parley/live';
import type { LinkPreview } from '../previews/link-preview.ts';
import type { Author, EditedMessage, Message } from './message.ts';
import { noticeObject } from './notice.ts';

const previewObject = (preview: LinkPreview): CompleteObject => ({ __typename: 'LinkPreview', ...preview });
const authorObject = (author: Author) => ({ __typename: 'MessageAuthor', ...author });

/** `Message` as the graph's types say it, complete in itself: no viewer, no other subgraph. */
export function messageObject(message: Message): CompleteObject {
  const { author, notice, sentAt, editedAt, deletedAt, replyTo, reactions, mentions, attachments, preview, ...more } =
    message;
  const { organisationId: _, ...rest } = more;
  return {
    __typename: 'Message',
    ...rest,
    author: authorObject(author),
    notice: notice && noticeObject(notice),
    sentAt: sentAt.toISOString(),
    editedAt: editedAt?.toISOString() ?? null,
    deletedAt: deletedAt?.toISOString() ?? null,
    replyTo: replyTo && { __typename: 'MessageQuote', ...replyTo, author: authorObject(replyTo.author) },
    reactions: reactions.map((reaction) => ({
      __typename: 'MessageReaction',
      ...reaction,
      users: reaction.users.map(authorObject),
    })),
    mentions: mentions.map(authorObject),
    attachments: attachments.map((file) => ({ __typename: 'Attachment', ...file })),
    preview: preview && previewObject(preview),
  };
}

/** Somebody said something; told late, as it stands by then. */
export function messageSentEvent(message: Message): LoggedEvent {
  return { seq: message.seq, event: { __typename: 'MessageSent', message: messageObject(message) } };
}

/** What becomes of a message, as it stands in the log: never its words, which may be deleted later. */
export type MessageNews =
  | { kind: 'MESSAGE_EDITED'; messageId: string; messageSeq: number }
  | { kind: 'PREVIEW_CHANGED'; messageId: string; messageSeq: number }
  | { kind: 'MESSAGE_DELETED'; messageId: string; deletedAt: string }
  | { kind: 'REACTION_CHANGED'; messageId: string; emoji: string; user: Author; on: boolean; count: number };

/** @param edited of an edit and of a preview, the message as all who are told may read it */
export function messageNewsEvent(news: MessageNews, edited: EditedMessage | undefined): CompleteObject {
  switch (news.kind) {
    case 'MESSAGE_EDITED':
      if (!edited) throw new Error(`${news.messageId} is not in its conversation`);
      return {
        __typename: 'MessageEdited',
        message: messageObject(edited.message),
        isWithheld: edited.isWithheld,
      };
    case 'PREVIEW_CHANGED': {
      if (!edited) throw new Error(`${news.messageId} is not in its conversation`);
      const { preview } = edited.message;
      return {
        __typename: 'PreviewChanged',
        messageId: news.messageId,
        preview: preview && previewObject(preview),
        isWithheld: edited.isWithheld,
      };
    }
    case 'MESSAGE_DELETED':
      return { __typename: 'MessageDeleted', messageId: news.messageId, deletedAt: news.deletedAt };
    case 'REACTION_CHANGED': {
      const { messageId, emoji, user, on, count } = news;
      return { __typename: 'ReactionChanged', messageId, emoji, user: authorObject(user), on, count };
    }
  }
}
