import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { MessageId, OrganisationId } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import type { ChatConfig } from '../config.ts';
import { CONFIG } from '../config.token.ts';
import { ConversationLog } from '../conversations/conversation-log.ts';
import { MessageRepository } from '../messages/message.repository.ts';
import type { Message } from '../messages/message.ts';
import { OUTSIDE, type Outside } from '../outside/outside.ts';
import { firstLink, type Linking, type LinkPreview } from './link-preview.ts';
import { lookAtPage } from './look-at-page.ts';
import { PreviewRepository } from './preview.repository.ts';

/** Pages looked at at once, by this process. */
const AT_ONCE = 4;
/** Messages that wait to be looked at; behind them no more are taken. */
const MOST_WAITING = 256;

/**
 * Looks where messages lead, if the operator wants that, long after they are stored: a message never waits for it, and what fails or is
 * lost by a crash is a message without a preview.
 */
@Injectable()
export class Previews implements OnApplicationShutdown {
  private readonly waiting: { organisationId: OrganisationId; id: MessageId }[] = [];
  private readonly running = new Set<Promise<void>>();
  private isClosing = false;

  constructor(
    @Inject(CONFIG) private readonly config: Pick<ChatConfig, 'LINK_PREVIEWS' | 'PUBLIC_URL'>,
    @Inject(OUTSIDE) private readonly outside: Outside,
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly previews: PreviewRepository,
    private readonly messages: MessageRepository,
    private readonly log: ConversationLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    this.waiting.length = 0;
    await Promise.all(this.running);
  }

  /** Somebody said something: once that is committed, it is looked where it leads. */
  said(tx: Transaction, id: MessageId): void {
    if (!this.config.LINK_PREVIEWS) return;
    tx.afterCommit(() => {
      if (this.isClosing || this.waiting.length >= MOST_WAITING) return;
      this.waiting.push({ organisationId: tx.organisationId, id });
      this.next();
    });
  }

  /** It says something else from now on. @returns what is still shown of its first link */
  async edited(tx: Transaction, message: Message, body: string): Promise<LinkPreview | null> {
    const link = firstLink(body);
    if (link === firstLink(message.body)) return message.preview;
    await this.previews.forget(tx, message.conversationId, message.seq);
    if (link !== undefined && !message.author.isGuest) this.said(tx, message.id);
    return null;
  }

  private next(): void {
    while (this.running.size < AT_ONCE) {
      const one = this.waiting.shift();
      if (!one) return;
      const running = this.look(one.organisationId, one.id)
        // Neither who said it nor where it leads.
        .catch((error: unknown) => this.logger.debug({ cause: causeOf(error) }, 'a link could not be looked at'))
        .finally(() => {
          this.running.delete(running);
          this.next();
        });
      this.running.add(running);
    }
  }

  private async look(organisationId: OrganisationId, id: MessageId): Promise<void> {
    const message = await this.unitOfWork.run(organisationId, (tx) => this.previews.find(tx, id));
    const link = message && firstLink(message.body);
    if (!message || link === undefined || new URL(link).origin === new URL(this.config.PUBLIC_URL).origin) return;
    const found = await lookAtPage(link, this.outside);
    if (found && !this.isClosing) await this.unitOfWork.run(organisationId, (tx) => this.show(tx, message, found));
  }

  private async show(tx: Transaction, { conversationId, messageId }: Linking, found: LinkPreview): Promise<void> {
    await this.previews.lock(tx, conversationId);
    // Meanwhile it may have been deleted, say something else, or have its preview already.
    const message = await this.previews.find(tx, messageId);
    if (!message || firstLink(message.body) !== found.url) return;
    await this.previews.add(tx, message, found);
    const { seq } = message;
    const news = { kind: 'PREVIEW_CHANGED' as const, messageId, messageSeq: seq };
    await this.log.append(tx, conversationId, news, [], (at) => this.messages.findForAll(tx, conversationId, seq, at));
  }
}

const causeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
