import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Milliseconds in which whoever is behind must begin to answer, and between two pieces of what is sent. */
const SILENCE_MS = 30_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Bodies may take as long as a large file does. */
    isPassage?: true;
  }
}

/** What goes through a passage. Everything else ends here: what is in the address is all that lets in. */
export interface PassageRules {
  /** Headers that go to whoever is behind. */
  readonly asked: readonly string[];
  /** Headers that come back. */
  readonly answered: readonly string[];
  /** What is said when nobody answers. */
  readonly silent: string;
}

/** Passes requests on to a process behind this one, streaming both ways, so that one address serves all. It decides nothing. */
export class Passage {
  private readonly to: URL;

  constructor(
    url: string,
    private readonly rules: PassageRules,
  ) {
    this.to = new URL(url);
  }

  /** Opens it for an address. Bodies pass as they come, of whatever type. */
  register(app: FastifyInstance, method: readonly string[], url: string): void {
    void app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _body, done) => done(null));
      const handler = (request: FastifyRequest, reply: FastifyReply) => {
        reply.hijack();
        this.pass(request.raw, reply.raw);
      };
      scope.route({ method: [...method], url, handler, exposeHeadRoute: false, config: { isPassage: true } });
    });
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { protocol, hostname, port } = this.to;
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    const headers = only(this.rules.asked, request.headers);
    const out = send({ hostname, port, path: request.url, method: request.method, headers }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, only(this.rules.answered, incoming.headers));
      // A file that breaks off must not look whole.
      incoming.on('error', () => response.destroy());
      incoming.pipe(response);
    });
    out.setTimeout(SILENCE_MS, () => out.destroy(new Error('Nobody answers.')));
    out.on('error', () => {
      if (response.headersSent) return void response.destroy();
      response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' }).end(this.rules.silent);
    });
    response.on('close', () => {
      // What still comes after an early answer is let run out, or the connection would never be free again.
      request.unpipe(out);
      request.resume();
      out.destroy();
    });
    request.pipe(out);
  }
}

function only(names: readonly string[], headers: IncomingHttpHeaders): Record<string, string | string[]> {
  return Object.fromEntries(
    names.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name] as string | string[]]])),
  );
}
