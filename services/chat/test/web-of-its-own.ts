import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { INTERNET, type Outside } from '../src/outside/outside.ts';

/** What a host answers. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web of some hosts, on one port of this machine: nothing else of this machine can be reached through it. */
export class WebOfItsOwn implements Outside {
  /** Requests that came, as `host/path`. */
  readonly asked: string[] = [];
  /** Names that were looked up. */
  readonly resolved: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];
  readonly names = new Map<string, string[]>();
  readonly #answers = new Map<string, Answer>();
  readonly #server = createServer((request, response) => {
    const host = (request.headers.host ?? '').split(':')[0] ?? '';
    this.asked.push(`${host}${request.url}`);
    this.headers.push(request.headers);
    const answer = this.#answers.get(`${host}${request.url}`);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  #port = 0;

  static async open(): Promise<WebOfItsOwn> {
    const web = new WebOfItsOwn();
    web.#server.listen(0, '127.0.0.1');
    await once(web.#server, 'listening');
    web.#port = (web.#server.address() as AddressInfo).port;
    return web;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Where a page of a host is; by a name that leads here. */
  at(host: string, path = '/'): string {
    if (!this.names.has(host)) this.names.set(host, ['127.0.0.1']);
    return `http://${host}:${this.#port}${path}`;
  }

  /** What is answered there, and its address. */
  put(host: string, path: string, answer: Answer): string {
    this.#answers.set(`${host}${path}`, answer);
    return this.at(host, path);
  }

  /** A page. */
  page(host: string, path: string, html: string, type = 'text/html; charset=utf-8'): string {
    return this.put(host, path, (_, response) => response.writeHead(200, { 'content-type': type }).end(html));
  }

  async resolve(name: string): Promise<readonly string[]> {
    this.resolved.push(name);
    return this.names.get(name) ?? [];
  }

  permits(address: string, port: number): boolean {
    return (address === '127.0.0.1' && port === this.#port) || INTERNET.permits(address, port);
  }
}
