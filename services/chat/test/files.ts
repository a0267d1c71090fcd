import { createHash } from 'node:crypto';
import type { ChatUnderTest, TestPerson } from './chat-under-test.ts';
import type { Talk, UserErrors } from './talk.ts';

export interface Announced extends UserErrors {
  upload: { attachmentId: string; url: string; expiresAt: string } | null;
}
interface Taken {
  status: number;
  body: { attachmentId?: string; errors?: { message: string; extensions: { code: string } }[] };
}
export interface SeenFile {
  id: string;
  name: string;
  type: string;
  size: number;
  url: string;
  previewUrl: string | null;
  width: number | null;
  height: number | null;
}
export interface SeenMessage {
  id: string;
  seq: number;
  body: string;
  attachments: SeenFile[];
}
export const FILES = 'attachments { id name type size url previewUrl width height }';
const MESSAGE = `message { id seq body ${FILES} }`;

/** Sends files as programs do: announced through the graph, their bytes over HTTP, then put into a message. */
export class Files {
  constructor(
    private readonly chat: ChatUnderTest,
    private readonly talk: Talk,
  ) {}

  announce(by: TestPerson, conversationId: string, bytes: Buffer, said: object = {}): Promise<Announced> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const input = { conversationId, name: 'a file', size: bytes.length, type: '', sha256, ...said };
    return this.talk.change<Announced>(by, 'prepareUpload', input, 'upload { attachmentId url expiresAt }');
  }

  async put(url: string, bytes: Buffer): Promise<Taken> {
    const answer = await fetch(`${this.chat.url}${url}`, { method: 'PUT', body: new Uint8Array(bytes) });
    return { status: answer.status, body: (await answer.json()) as Taken['body'] };
  }

  /** The id of a file whose bytes are there. */
  async upload(by: TestPerson, conversationId: string, bytes: Buffer, said: object = {}): Promise<string> {
    const { upload, userErrors } = await this.announce(by, conversationId, bytes, said);
    if (!upload) throw new Error(JSON.stringify(userErrors));
    const { status, body } = await this.put(upload.url, bytes);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return upload.attachmentId;
  }

  send(by: TestPerson, conversationId: string, attachmentIds: string[], more: object = {}) {
    const input = { conversationId, body: '', attachmentIds, ...more };
    return this.talk.change<{ message: SeenMessage | null }>(by, 'sendMessage', input, MESSAGE);
  }

  async seen(by: TestPerson, conversationId: string): Promise<SeenMessage[]> {
    const query = `query ($id: ID!) { conversation(id: $id) { messages(last: 20) { nodes { id seq body ${FILES} } } } }`;
    const { data } = await this.chat.ask<{ conversation: { messages: { nodes: SeenMessage[] } } }>(by, query, {
      id: conversationId,
    });
    return data.conversation.messages.nodes;
  }

  async get(
    url: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; bytes: Buffer }> {
    const answer = await fetch(`${this.chat.url}${url}`, { headers });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  }
}
