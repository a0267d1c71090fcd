import { inject, Injectable } from '@angular/core';
import { FreshLinksDocument } from '../../../graph/generated/files/graphql';
import { Graph } from '../../../graph/graph';
import { Thread } from '../thread';
import { Attachment } from './upload';

/** Before its end a link is taken for over, in milliseconds: clocks differ. */
const LEEWAY_MS = 60_000;

/** Whether a link of ours opens nothing any more, or not for long. */
export function isOver(url: string, now = Date.now()): boolean {
  const expires = Number(new URL(url, 'https://here.invalid').searchParams.get('expires'));
  return expires > 0 && expires * 1_000 - LEEWAY_MS < now;
}

/** Renews the links of a message's files: they end after an hour or two, and a page stays open longer. */
@Injectable()
export class FreshLinks {
  readonly #graph = inject(Graph);
  readonly #thread = inject(Thread);

  /** A file of this message with links that are good now; the thread shows them from now on. */
  async of(messageId: string, file: Attachment): Promise<Attachment> {
    if (!isOver(file.url)) return file;
    await this.renew(messageId);
    return this.#thread.find(messageId)?.attachments.find(({ id }) => id === file.id) ?? file;
  }

  /** Asks for fresh ones. Whoever is no member of the organisation reads the conversation again. */
  async renew(messageId: string): Promise<void> {
    const fresh = this.#thread.place.guestToken ? null : await this.#ask(messageId);
    if (!fresh) return this.#thread.retry();
    this.#thread.change((log) => ({
      ...log,
      stored: log.stored.map((one) => (one.id === messageId ? { ...one, attachments: fresh } : one)),
    }));
  }

  async #ask(id: string): Promise<Attachment[] | null> {
    const { node } = await this.#graph.ask(FreshLinksDocument, { id });
    return node && 'attachments' in node ? node.attachments : null;
  }
}
