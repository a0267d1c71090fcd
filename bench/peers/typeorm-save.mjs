// Peer: what a Nest tutorial stores with: TypeORM's `repository.save`, one row a message, on the same Postgres, as many connections as ours.
// Less work than ours: no membership, no log, no seq, no outbox row, no row-level security. Address: DATABASE_URL.
import { DataSource, EntitySchema } from 'typeorm';
import { v7 } from 'uuid';
import { serve } from './callers.mjs';

const MessageEntity = new EntitySchema({
  name: 'message',
  columns: {
    id: { type: 'uuid', primary: true },
    conversationId: { type: 'uuid' },
    body: { type: 'text' },
    authorId: { type: 'uuid' },
    clientNonce: { type: 'text', unique: true },
    sentAt: { type: 'timestamptz', createDate: true },
  },
});
const database = await new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [MessageEntity],
  synchronize: true,
  poolSize: 4,
}).initialize();
const messages = database.getRepository(MessageEntity);
const [conversationId, authorId] = [v7(), v7()];

await serve({
  store: async (body) => {
    const id = v7();
    await messages.save({ id, conversationId, body, authorId, clientNonce: id });
  },
  count: () => messages.count(),
  close: () => database.destroy(),
});
