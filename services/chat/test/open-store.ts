import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { uuidOf, type UserId } from '@parley/contracts';
import { Epoch, CursorMint, LivePublisher } from '@parley/live';
import { createDataSource, newId, OutboxRepository, runMigrations, UnitOfWork } from '@parley/persistence';
import { AttachmentLinks } from '../src/attachments/attachment-links.ts';
import { AttachmentRepository } from '../src/attachments/attachment.repository.ts';
import { HeldFiles } from '../src/attachments/held-files.ts';
import { InboxRepository } from '../src/inbox/inbox.repository.ts';
import { InboxService } from '../src/inbox/inbox.service.ts';
import { ConversationMoves } from '../src/inbox/moves.ts';
import { StandingRepository } from '../src/inbox/standing.repository.ts';
import { MentionRepository } from '../src/mentions/mention.repository.ts';
import { Mentions } from '../src/mentions/mentions.ts';
import { GuestPace } from '../src/messages/guest-pace.ts';
import { MessageRepository } from '../src/messages/message.repository.ts';
import { MessageWriter } from '../src/messages/message-writer.ts';
import { SendingRepository } from '../src/messages/sending.repository.ts';
import { MIGRATIONS } from '../src/migrations/all.ts';
import type { Notifier } from '../src/push/notifier.ts';

/** Conversations that callers write into, and the members of each. */
const CONVERSATIONS = 16;
const MEMBERS = 20;

/**
 * Chat's storing alone, without its doors, for row P5 of `bench/`: every check, the log, the message, the outbox row and COMMIT. Wake-ups are
 * made, and there is no broker to take them.
 *
 * @param url an empty database of a role that is no superuser
 */
export async function open(url: string) {
  await runMigrations(url, MIGRATIONS);
  const source = await createDataSource({ url, entities: [] }).initialize();
  const unitOfWork = new UnitOfWork(source, new OutboxRepository(source));
  const nobody = { publish: () => undefined };
  const live = new LivePublisher(nobody, new Epoch(async () => 'bench'), new CursorMint('bench'), () => undefined);
  const links = new AttachmentLinks('bench');
  const moves = new ConversationMoves(unitOfWork, new StandingRepository(links), live);
  const inbox = new InboxService(new InboxRepository(), moves, live);
  // Nobody is mentioned here, so whoever would be pushed is never asked for.
  const mentions = new Mentions(new MentionRepository(), inbox, {} as Notifier);
  const files = new HeldFiles(new AttachmentRepository(source), links);
  const [sending, messages] = [new SendingRepository(), new MessageRepository(links)];
  const writer = new MessageWriter(unitOfWork, sending, messages, mentions, files, new GuestPace(), inbox, live);
  const organisationId = newId('organisation');
  const people = Array.from({ length: MEMBERS }, () => newId('user'));
  const places = Array.from({ length: CONVERSATIONS }, () => newId('conversation'));
  const uuids = people.map((id: UserId) => uuidOf(id));
  await unitOfWork.run(organisationId, async (tx) => {
    const keys = [uuidOf(organisationId), uuids];
    await tx.query(
      `INSERT INTO person (organisation_id, user_id, display_name, revision) SELECT $1, id, 'Ann Example', 1 FROM unnest($2::uuid[]) AS id`,
      keys,
    );
    for (const id of places) {
      await tx.query(
        `INSERT INTO conversation (organisation_id, id, kind, title, created_by) VALUES ($1, $2, 'group', 'Bench', $3)`,
        [keys[0], uuidOf(id), uuids[0]],
      );
      await tx.query(
        `INSERT INTO conversation_member (organisation_id, conversation_id, user_id, joined_seq) SELECT $1, $3, id, 0 FROM unnest($2::uuid[]) AS id`,
        [...keys, uuidOf(id)],
      );
    }
  });
  // As autovacuum does within a minute of the first rows.
  await source.query('ANALYZE');
  const run = randomBytes(6).toString('hex');
  let count = 0;
  return {
    /** Stores one message; it is there, under its nonce, when this resolves. */
    async store(body: string): Promise<void> {
      const n = count++;
      const conversationId = places[n % CONVERSATIONS] ?? newId('conversation');
      const memberId = people[n % MEMBERS] ?? newId('user');
      const saying = { body, replyToId: null, mentions: [], attachments: [] };
      await writer.store(organisationId, { conversationId, memberId, saying, nonce: `${run}-${n}` });
    },
    /** Messages that are stored. */
    async count(): Promise<number> {
      const [row] = await unitOfWork.run(organisationId, (tx) =>
        tx.query<{ count: number }>(`SELECT count(*)::int AS count FROM message`),
      );
      return row?.count ?? 0;
    },
    close: () => source.destroy(),
  };
}
