import type { IncomingMessage, ServerResponse } from 'node:http';
import { OperationTypeNode, type ExecutionResult } from 'graphql';
import { createHandler, type Handler, type RequestParams, type Response } from 'graphql-sse';
import type { Connections } from './connections.ts';
import type { LiveDoorDeps } from './live-door.types.ts';
import { LiveStream } from './live-stream.ts';
import { isErrors, withRequestId, type Operations } from './operations.ts';

interface StreamContext {
  readonly stream: LiveStream;
}

/** Speaks graphql-sse's distinct-connections mode: one request, one operation, one stream. */
export class StreamDoor {
  private readonly handler: Handler<IncomingMessage, StreamContext>;

  constructor(
    private readonly deps: LiveDoorDeps,
    private readonly operations: Operations,
    private readonly connections: Connections,
    private readonly maxBufferedBytes: number,
  ) {
    this.handler = createHandler<IncomingMessage, StreamContext>({
      // No token: one connection per operation.
      authenticate: () => null,
      onSubscribe: ({ method, context }, params) => this.subscribe(method, params, context.stream),
    });
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    { body, principal, origin }: { body: unknown; principal: LiveStream['principal']; origin: LiveStream['origin'] },
  ): Promise<void> {
    const stream = new LiveStream(principal, origin, this.maxBufferedBytes);
    if (!this.connections.add(stream))
      return refuse(response, 429, 'Too many streams are open. Close some before opening more.');
    response.once('close', () => {
      stream.closed();
      this.connections.remove(stream);
    });
    const [content, { status, statusText, headers }] = await this.handler({
      method: request.method ?? 'GET',
      url: request.url ?? '',
      headers: { get: (name) => (name === 'accept' ? 'text/event-stream' : headerOf(request, name)) },
      body: () => Promise.resolve(body as Record<string, unknown>),
      raw: request,
      context: { stream },
    });
    response.writeHead(status, statusText, headers);
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
    method: string,
    params: RequestParams,
    stream: LiveStream,
  ): Promise<ExecutionResult | AsyncGenerator<ExecutionResult> | Response> {
    const request = { ...params, query: params.query ?? '' };
    const refused = (errors: Parameters<typeof withRequestId>[0]) => ({
      errors: withRequestId(errors, stream.origin.requestId),
    });
    const admitted = await this.operations.admit(request, stream);
    if (isErrors(admitted)) return refused(admitted);
    const { operation } = admitted.operation;
    if (operation === OperationTypeNode.MUTATION && method === 'GET')
      return [null, { status: 405, statusText: 'Method Not Allowed', headers: { allow: 'POST' } }];
    if (operation !== OperationTypeNode.SUBSCRIPTION)
      return this.deps.run(request, admitted.document, stream.principal, stream.origin);
    const opened = await this.operations.open(request, admitted, stream, stream);
    return isErrors(opened) ? refused(opened) : stream.results(opened);
  }
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '5' });
  response.end(JSON.stringify({ errors: [{ message, extensions: { code: 'RATE_LIMITED', retryAfterMs: 5_000 } }] }));
}
