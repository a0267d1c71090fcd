import { readFileSync } from 'node:fs';
import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { LiveObject } from './live-objects.ts';

/** What the API server refused, in its own words. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** An event of a watch. */
export interface WatchEvent<T> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: T;
}

interface List<T> {
  metadata: { resourceVersion: string };
  items: T[];
}

/** A client of one API server, as its admin. */
export class Api {
  readonly #options: RequestOptions;

  /** @param where the API server's port on loopback, the admin's token, the file with its certificate */
  constructor(where: { port: number; token: string; authority: string }) {
    const agent = new Agent({ keepAlive: true, ca: readFileSync(where.authority), maxSockets: 20 });
    this.#options = {
      agent,
      host: '127.0.0.1',
      port: where.port,
      headers: { authorization: `Bearer ${where.token}`, accept: 'application/json' },
    };
  }

  /** @throws Refusal for any answer but a good one */
  get<T>(path: string): Promise<T> {
    return this.#ask<T>('GET', path);
  }

  /** The objects of a kind, with the version of the list, from which a watch can go on. */
  list<T>(path: string): Promise<List<T>> {
    return this.#ask<List<T>>('GET', path);
  }

  /** @throws Refusal */
  create<T extends LiveObject>(path: string, body: T): Promise<T> {
    return this.#ask<T>('POST', path, body);
  }

  /** A merge patch (RFC 7386). @throws Refusal */
  patch<T>(path: string, body: object): Promise<T> {
    return this.#ask<T>('PATCH', path, body, 'application/merge-patch+json');
  }

  /** @throws Refusal */
  async delete(path: string): Promise<void> {
    await this.#ask('DELETE', path);
  }

  /**
   * Follows the changes of a kind.
   *
   * @returns ends the watch
   */
  watch<T>(path: string, from: string, onEvent: (event: WatchEvent<T>) => void, onEnd: () => void): () => void {
    const address = `${path}?watch=1&resourceVersion=${from}`;
    let isOver = false;
    const end = () => {
      if (isOver) return;
      isOver = true;
      onEnd();
    };
    const call = request({ ...this.#options, agent: this.#watchAgent(), path: address }, (answer) => {
      const lines = createInterface({ input: answer });
      lines.on('line', (line) => !isOver && onEvent(JSON.parse(line) as WatchEvent<T>));
      lines.once('close', end);
      // Readline hands on what befalls the stream; the request says it too.
      lines.on('error', end);
    });
    call.on('error', end);
    call.end();
    return () => {
      isOver = true;
      call.destroy();
    };
  }

  /** Lets go of idle connections. */
  close(): void {
    (this.#options.agent as Agent).destroy();
  }

  #watchAgent(): Agent {
    return new Agent({ ca: (this.#options.agent as Agent).options.ca });
  }

  async #ask<T>(method: string, path: string, body?: object, type = 'application/json'): Promise<T> {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const headers = { ...(this.#options.headers as object), ...(body && { 'content-type': type }) };
      const call = request({ ...this.#options, method, path, headers }, resolve);
      call.once('error', reject);
      call.end(body && JSON.stringify(body));
    });
    let text = '';
    for await (const chunk of answer.setEncoding('utf8')) text += chunk as string;
    const status = answer.statusCode ?? 0;
    if (status >= 300) throw new Refusal(status, messageOf(text));
    return (text.startsWith('{') ? JSON.parse(text) : text) as T;
  }
}

function messageOf(text: string): string {
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
