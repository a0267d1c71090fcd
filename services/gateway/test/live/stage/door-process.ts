import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NatsConnection } from '@nats-io/transport-node';
import type { SessionId, UserId } from '@parley/contracts';
import type { ClaimSigner } from '@parley/identity';
import { connectTo, organisationOne } from '@parley/live/testing';
import { createLogger } from '@parley/telemetry';
import { execute, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import { createLiveDoor } from '../../../src/live/live-door.ts';
import { BearerRefused, type LiveDoor, type LiveDoorDeps } from '../../../src/live/live-door.types.ts';
import type { Principal } from '../../../src/live/principal.ts';
import { schema } from './schema.ts';

/** `Bearer <user id> [<expires in ms>] [<session>] [<scopes>]`: tests of the door need no real token. */
export const bearer = (userId: UserId, expiresInMs = 300_000, session = 'a', scopes?: string): string =>
  `Bearer ${userId} ${Date.now() + expiresInMs} ${session}${scopes === undefined ? '' : ` ${scopes}`}`;

async function authenticate(authorization: string | undefined): Promise<Principal | undefined> {
  if (authorization === undefined) return undefined;
  const [, userId, expiresAt, session, scopes] = authorization.split(' ');
  if (!userId?.startsWith('usr_')) throw new BearerRefused(false);
  if (Number(expiresAt) < Date.now()) throw new BearerRefused(true);
  const sessionId = `ses_${(session ?? 'a').repeat(32).slice(0, 32)}` as SessionId;
  return {
    userId: userId as UserId,
    organisationId: organisationOne,
    sessionId,
    role: 'MEMBER',
    expiresAt: Number(expiresAt),
    ...(scopes === undefined ? {} : { scopes: scopes.split(',') }),
  };
}

const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

function documentOf(query: string): DocumentNode | readonly GraphQLError[] {
  let known = documents.get(query);
  if (known) return known;
  try {
    const document = parse(query);
    const errors = validate(schema, document);
    known = errors.length > 0 ? errors : document;
  } catch (error) {
    known = [error as GraphQLError];
  }
  documents.set(query, known);
  return known;
}

const isDocument = (known: DocumentNode | readonly GraphQLError[]): known is DocumentNode => 'kind' in known;

const admit: LiveDoorDeps['admit'] = async ({ query, operationName, variables }, principal) => {
  const document = documentOf(query);
  if (!isDocument(document)) return document;
  const run = async (): Promise<ExecutionResult> =>
    execute({ schema, document, operationName, rootValue: { ping: principal?.userId ?? 'nobody', poke: 'done' } });
  return { document, operationName, variables, run };
};

/** A gateway that is nothing but its live door, on a port of its own. */
export class DoorProcess {
  /** Writes to sockets of clients, by all of them. */
  writes = 0;
  private constructor(
    readonly door: LiveDoor,
    private readonly http: Server,
    private readonly nats: NatsConnection,
  ) {}

  static async start(options: {
    natsUrl: string;
    signer: ClaimSigner;
    maxBufferedBytes?: number;
    port?: number;
  }): Promise<DoorProcess> {
    const nats = await connectTo(options.natsUrl);
    const logger = createLogger('gateway', 'silent');
    const door = createLiveDoor({ ...options, schema: () => schema, nats, logger, authenticate, admit });
    const http: Server = createServer((request, response) => {
      void (async () => {
        let text = '';
        for await (const chunk of request) text += String(chunk);
        const principal = await authenticate(request.headers.authorization);
        const origin = { requestId: 'one', ip: undefined };
        await door.handleStream(request, response, {
          request: JSON.parse(text) as { query: string },
          principal,
          origin,
        });
      })();
    });
    const opened = new DoorProcess(door, http, nats);
    http.on('upgrade', (request, socket, head) => {
      const write = socket.write.bind(socket) as (...words: unknown[]) => boolean;
      socket.write = (...words: unknown[]) => {
        opened.writes += 1;
        return write(...words);
      };
      door.handleUpgrade(request, socket, head);
    });
    await new Promise<void>((resolve) => http.listen(options.port ?? 0, '127.0.0.1', resolve));
    return opened;
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get ws(): string {
    return `ws://127.0.0.1:${this.port}/graphql`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/graphql`;
  }

  /** The process dies: every connection is cut, nothing is said. */
  async kill(): Promise<void> {
    this.http.closeAllConnections();
    await this.nats.close();
    await this.door.close(0);
    await new Promise((resolve) => this.http.close(resolve));
  }
}
