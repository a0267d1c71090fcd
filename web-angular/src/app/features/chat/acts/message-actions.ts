import { inject, Injectable } from '@angular/core';
import { RemoveLinkPreviewDocument } from '../../../graph/generated/previews/graphql';
import { DeleteMessageDocument, EditMessageDocument, SetReactionDocument } from '../../../graph/generated/acts/graphql';
import { Graph } from '../../../graph/graph';
import { Toaster } from '../../../ui/toaster';
import { StoredMessage } from '../message-log';
import { Thread } from '../thread';
import { deleted, edited, Named, previewed, reacted } from './message-changes';

interface Answered {
  readonly userErrors: readonly { readonly message: string }[];
}

/** What one does to messages of the thread around it. What the server refuses is said, and changes nothing here. */
@Injectable()
export class MessageActions {
  readonly #graph = inject(Graph);
  readonly #thread = inject(Thread);
  readonly #toaster = inject(Toaster);

  /** Says something else from now on; whether it was taken. */
  edit(message: StoredMessage, body: string, mentions: readonly Named[]): Promise<boolean> {
    const input = { ...this.#place(message), body, mentions: mentions.map(({ userId }) => userId) };
    return this.#settle(async () => {
      const { editMessage } = await this.#graph.ask(EditMessageDocument, { input });
      const now = editMessage.message;
      if (now) this.#thread.change((log) => edited(log, { ...now, editedAt: now.editedAt ?? null }));
      return editMessage;
    });
  }

  /** Takes it back; whether it was. */
  delete(message: StoredMessage): Promise<boolean> {
    return this.#settle(async () => {
      const { deleteMessage } = await this.#graph.ask(DeleteMessageDocument, { input: this.#place(message) });
      const at = deleteMessage.message?.deletedAt;
      if (at) this.#thread.change((log) => deleted(log, message.id, at));
      return deleteMessage;
    });
  }

  /** Reacts with an emoji, or no longer if one did. @param me as I am called here */
  react(message: StoredMessage, emoji: string, me: Named): Promise<boolean> {
    const on = !message.reactions.some(
      (one) => one.emoji === emoji && one.users.some((user) => user.userId === me.userId),
    );
    return this.#settle(async () => {
      const input = { ...this.#place(message), emoji, on };
      const { setReaction } = await this.#graph.ask(SetReactionDocument, { input });
      if (setReaction.message)
        this.#thread.change((log) => reacted(log, { messageId: message.id, emoji, user: me, on }));
      return setReaction;
    });
  }

  /** Shows what it leads to no more, to nobody; whether that was done. */
  removePreview(message: StoredMessage): Promise<boolean> {
    return this.#settle(async () => {
      const input = this.#place(message);
      const { removeLinkPreview } = await this.#graph.ask(RemoveLinkPreviewDocument, { input });
      if (removeLinkPreview.message)
        this.#thread.change((log) => previewed(log, { messageId: message.id, preview: null }));
      return removeLinkPreview;
    });
  }

  #place({ id }: StoredMessage) {
    return { ...this.#thread.place, messageId: id };
  }

  async #settle(work: () => Promise<Answered>): Promise<boolean> {
    const failed = $localize`:@@changeFailed:That did not reach the server. Try again.`;
    const problem = await work().then(
      ({ userErrors }) => userErrors[0]?.message,
      () => failed,
    );
    if (problem !== undefined) this.#toaster.show(problem);
    return problem === undefined;
  }
}
