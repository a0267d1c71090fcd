import { CLAIM_HEADER, type ServiceName } from '@parley/contracts';
import type { Logger } from '@parley/telemetry';
import { print, type DocumentNode, type ExecutionResult } from 'graphql';
import { RoundRobinPool, type Dispatcher } from 'undici';
import type { Asking } from './asking.ts';

/** What a query plan asks of one subgraph. */
export interface SubgraphRequest {
  readonly document: DocumentNode;
  readonly variables?: Record<string, unknown>;
  readonly isQuery: boolean;
}

/** Connections kept to one service, and how long an answer may take (G11). */
const CONNECTIONS = 128;
/** A service that is down refuses at once; this is for one whose machine has no core free at the moment. */
const CONNECT_TIMEOUT_MS = 5_000;
/** A Kubernetes Service balances connections, not requests: old ones make room, so that new copies get their share. */
const CONNECTION_LIFE_MS = 60_000;
export const SUBGRAPH_TIMEOUT_MS = 10_000;

const printed = new WeakMap<DocumentNode, string>();

/** The text of a document; a query plan's documents live as long as the plan, so each is printed once. */
function textOf(document: DocumentNode): string {
  let text = printed.get(document);
  if (text === undefined) printed.set(document, (text = print(document)));
  return text;
}

const failure = (code: 'UNAVAILABLE' | 'INTERNAL', message: string) =>
  ({ errors: [{ message, extensions: { code } }] }) as unknown as ExecutionResult;
const UNAVAILABLE = 'A part of Parley does not answer right now. Try again in a moment.';

/**
 * The way to one service's subgraph. Identity travels in the signed claim and nowhere else; nothing here is shared
 * between two requests, so no answer can reach another caller (`docs/api`, trap 2).
 */
export class SubgraphClient {
  private readonly pool: RoundRobinPool;
  private readonly path: string;

  constructor(
    private readonly service: ServiceName,
    url: string,
    private readonly logger: Logger,
  ) {
    const { origin, pathname } = new URL(url);
    this.path = pathname;
    this.pool = new RoundRobinPool(origin, {
      connections: CONNECTIONS,
      clientTtl: CONNECTION_LIFE_MS,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: SUBGRAPH_TIMEOUT_MS,
      bodyTimeout: SUBGRAPH_TIMEOUT_MS,
    });
  }

  async execute({ document, variables, isQuery }: SubgraphRequest, asking: Asking): Promise<ExecutionResult> {
    const body = JSON.stringify({ query: textOf(document), variables });
    const headers = await this.headersFor(asking);
    try {
      return await this.send(headers, body, asking);
    } catch (error) {
      // A kept connection that the service closed in this very moment: only a query may be asked twice.
      if (!isQuery || !isClosedConnection(error)) return this.unavailable(error);
    }
    try {
      return await this.send(headers, body, asking);
    } catch (error) {
      return this.unavailable(error);
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  private async headersFor(asking: Asking): Promise<Record<string, string>> {
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      accept: 'application/json',
      [CLAIM_HEADER]: await asking.claimFor(this.service),
    };
    const { browser } = asking;
    if (this.service !== 'auth' || !browser) return headers;
    if (browser.cookie !== undefined) headers['cookie'] = browser.cookie;
    if (browser.origin !== undefined) headers['origin'] = browser.origin;
    if (browser.userAgent !== undefined) headers['user-agent'] = browser.userAgent;
    return headers;
  }

  private async send(headers: Record<string, string>, body: string, asking: Asking): Promise<ExecutionResult> {
    const response = await this.pool.request({ method: 'POST', path: this.path, headers, body });
    if (response.statusCode === 401) {
      await response.body.dump();
      this.logger.error({ subgraph: this.service, requestId: asking.requestId }, 'a subgraph refused our claim');
      return failure('INTERNAL', 'Something went wrong on our side.');
    }
    if (response.statusCode >= 500) {
      await response.body.dump();
      throw new Error(`status ${response.statusCode}`);
    }
    if (asking.browser && this.service === 'auth') asking.setCookies.push(...setCookiesOf(response));
    return (await response.body.json()) as ExecutionResult;
  }

  private unavailable(error: unknown): ExecutionResult {
    this.logger.warn({ subgraph: this.service, reason: (error as Error).message }, 'a subgraph does not answer');
    return failure('UNAVAILABLE', UNAVAILABLE);
  }
}

function setCookiesOf({ headers }: Dispatcher.ResponseData): string[] {
  const value = headers['set-cookie'];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function isClosedConnection(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
