import 'reflect-metadata';
import { createServer } from 'node:net';
import type { NatsConnection } from '@nats-io/transport-node';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectNats } from '@parley/bus';
import { idFrom, type Id, type OrganisationId, type UserId, type UserSnapshot } from '@parley/contracts';
import { ClaimSigner } from '@parley/identity';
import { newId, runMigrations } from '@parley/persistence';
import { runService } from '@parley/subgraph';
import { createLogger } from '@parley/telemetry';
import { testDatabase, TestNats, type TestDatabase } from '@parley/testing';
import { exportJWK, generateKeyPair } from 'jose';
import { AppModule } from '../src/app.module.ts';
import { loadContactsConfig } from '../src/config.ts';
import { MIGRATIONS } from '../src/migrations/all.ts';

/** Somebody who signs in: what a claim says of them. */
export interface TestPerson extends UserSnapshot {
  sessionId: Id<'session'>;
}

/** A GraphQL answer. */
export interface Answer {
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests read answers of every shape
  data: any;
  errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[];
}

/** The contacts service, whole, on a real Postgres and a real NATS. */
export class World {
  private constructor(
    readonly database: TestDatabase,
    readonly nats: TestNats,
    private readonly app: NestFastifyApplication,
    private readonly port: number,
    private readonly pen: ClaimSigner,
    private readonly forger: ClaimSigner,
    private readonly opened: NatsConnection[],
  ) {}

  static async start(): Promise<World> {
    const [database, nats] = await Promise.all([
      testDatabase('contacts', (url) => runMigrations(url, MIGRATIONS)),
      TestNats.start(),
    ]);
    const [{ publicJwk, signer }, { signer: forger }, port] = await Promise.all([pair(), pair(), freePort()]);
    const config = loadContactsConfig({
      PORT: String(port),
      LOG_LEVEL: 'error',
      DATABASE_URL: database.url,
      NATS_URL: nats.url('contacts'),
      CLAIM_PUBLIC_KEYS: JSON.stringify([publicJwk]),
    });
    const logger = createLogger('contacts', config.LOG_LEVEL);
    const app = await runService({
      service: 'contacts',
      module: AppModule.forConfig(config, logger),
      logger,
      host: config.HOST,
      port,
    });
    return new World(database, nats, app, port, signer, forger, []);
  }

  async stop(): Promise<void> {
    await Promise.all(this.opened.map((connection) => connection.close()));
    await this.app.close();
    await this.nats.stop();
    await this.database.drop();
  }

  /** Another user's place on the bus. */
  async bus(user: string): Promise<NatsConnection> {
    const connection = await connectNats(this.nats.url(user), `test-${user}`);
    this.opened.push(connection);
    return connection;
  }

  /** Asks the graph as this person; null: as nobody. */
  async ask(person: TestPerson | null, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    return this.post(query, variables, { 'parley-claim': await this.claimOf(person) });
  }

  /** Asks with a claim that another key has signed. */
  async askForged(person: TestPerson, query: string): Promise<Answer> {
    const about = { rid: 'test', sub: person.userId, org: person.organisationId, sid: person.sessionId };
    return this.post(query, {}, { 'parley-claim': await this.forger.sign('contacts', { ...about, role: 'MEMBER' }) });
  }

  /** Asks with these headers only. */
  async post(query: string, variables: Record<string, unknown>, headers: Record<string, string>): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
  }

  private claimOf(person: TestPerson | null): Promise<string> {
    const who = person
      ? { sub: person.userId, org: person.organisationId, sid: person.sessionId, role: 'MEMBER' as const }
      : {};
    return this.pen.sign('contacts', { rid: 'test', ...who });
  }
}

/** A person nobody has told of yet. */
export function somebody(
  displayName: string,
  email = `${displayName.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.org`,
  organisationId: OrganisationId = ORGANISATION,
): TestPerson {
  return {
    userId: newId('user'),
    organisationId,
    displayName,
    email,
    avatarUrl: null,
    title: null,
    revision: 1,
    sessionId: newId('session'),
  };
}

export const ORGANISATION = idFrom('organisation', '019358a4000070008000000000000001');
export const OTHER_ORGANISATION = idFrom('organisation', '019358a4000070008000000000000002');

/** What auth would say of somebody. */
export function snapshotOf({ sessionId: _, ...snapshot }: TestPerson): UserSnapshot {
  return snapshot;
}

/** Tries until it is so; fails with the last reason. */
export async function eventually<T>(look: () => Promise<T>, patienceMs = 5_000): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

export type { UserId };

async function pair() {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const named = { kid: 'test', alg: 'EdDSA' };
  const signer = await ClaimSigner.create({ ...(await exportJWK(privateKey)), ...named });
  return { publicJwk: { ...(await exportJWK(publicKey)), ...named }, signer };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
