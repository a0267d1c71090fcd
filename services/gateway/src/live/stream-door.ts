import type { IncomingMessage, ServerResponse } from 'node:http';
import { OperationTypeNode, type ExecutionResult } from 'graphql';
import { createHandler, type Handler, type Response } from 'graphql-sse';
import type { Connections } from './connections.ts';
import type { GraphQLRequest } from './live-door.types.ts';
import { LiveStream } from './live-stream.ts';
import { isErrors, type Operations } from './operations.ts';
import type { Origin, Principal } from './principal.ts';

/** What a stream is opened for, and by whom. */
export interface StreamAsked {
  readonly request: GraphQLRequest;
  readonly principal: Principal | undefined;
  readonly origin: Origin;
}

interface StreamContext {
  readonly stream: LiveStream;
  readonly request: GraphQLRequest;
}

/** The operation has been read by the front door: graphql-sse gets it as a POST, however it came. */
const HEADERS: Record<string, string> = { accept: 'text/event-stream', 'content-type': 'application/json' };

const NO_MUTATION_BY_GET: Response = [
  null,
  { status: 405, statusText: 'Method Not Allowed', headers: { allow: 'POST' } },
];

/** Speaks graphql-sse's distinct-connections mode: one request, one operation, one stream. */
export class StreamDoor {
  private readonly handler: Handler<IncomingMessage, StreamContext>;

  constructor(
    private readonly operations: Operations,
    private readonly connections: Connections,
    private readonly maxBufferedBytes: number,
  ) {
    this.handler = createHandler<IncomingMessage, StreamContext>({
      // No token: one connection per operation.
      authenticate: () => null,
      onSubscribe: ({ raw, context }) => this.subscribe(raw.method, context),
    });
  }

  async handle(
    raw: IncomingMessage,
    response: ServerResponse,
    { request, principal, origin }: StreamAsked,
  ): Promise<void> {
    const stream = new LiveStream(principal, origin, this.maxBufferedBytes);
    if (!this.connections.add(stream)) return refuse(response, origin);
    response.once('close', () => {
      stream.closed();
      this.connections.remove(stream);
    });
    const [content, { status, statusText, headers }] = await this.handler({
      method: 'POST',
      url: raw.url ?? '',
      headers: { get: (name) => HEADERS[name] },
      body: { query: request.query },
      raw,
      context: { stream, request },
    });
    // Its connection ends with it: a process that ends waits for those that are kept.
    response.writeHead(status, statusText, { ...headers, connection: 'close' });
    if (!content || typeof content === 'string') return void response.end(content);
    response.once('close', () => void content.return(undefined));
    for await (const chunk of content) {
      if (response.destroyed) break;
      await new Promise<void>((resolve) => response.write(chunk, () => resolve()));
      if (chunk.startsWith('event: next')) stream.wrote();
    }
    response.end();
  }

  private async subscribe(
    method: string | undefined,
    { stream, request }: StreamContext,
  ): Promise<AsyncGenerator<ExecutionResult> | Response> {
    const asked = await this.operations.admit(request, stream, stream.origin);
    if (isErrors(asked)) return only({ errors: asked });
    const { operation } = asked.operation;
    if (operation === OperationTypeNode.MUTATION && method === 'GET') return NO_MUTATION_BY_GET;
    if (operation !== OperationTypeNode.SUBSCRIPTION) return only(await asked.admitted.run());
    const opened = await this.operations.open(asked, stream, stream);
    return isErrors(opened) ? only({ errors: opened }) : stream.results(opened);
  }
}

async function* only(result: ExecutionResult): AsyncGenerator<ExecutionResult> {
  yield result;
}

function refuse(response: ServerResponse, { requestId }: Origin): void {
  const message = 'Too many streams are open. Close some before opening more.';
  answer(response, 429, 5, { message, extensions: { code: 'RATE_LIMITED', retryAfterMs: 5_000, requestId } });
}

/** Answers who asks for a stream of a door that is closing: one that was opened now would keep the process from ending. */
export function sendAway(response: ServerResponse, { requestId }: Origin): void {
  const message = 'This door is closing. Come again in a moment.';
  answer(response, 503, 1, { message, extensions: { code: 'UNAVAILABLE', requestId } });
}

function answer(response: ServerResponse, status: number, retryAfterSeconds: number, error: object): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'retry-after': String(retryAfterSeconds),
    connection: 'close',
  });
  response.end(JSON.stringify({ errors: [error] }));
}
