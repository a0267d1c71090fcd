import { Inject, Injectable } from '@nestjs/common';
import { uuidOf, type Fact, type OrganisationId, type PayloadOf } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { ClientBase } from 'pg';
import { v7 } from 'uuid';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { isConnectionTrouble } from './connection-trouble.ts';
import { DATA_SOURCE } from './data-source.token.ts';
import { OutboxRepository, type NewFact } from './outbox.repository.ts';
import type { Statement } from './statement.ts';

const ENTER: Statement = {
  name: 'enter-organisation',
  text: `SELECT set_config(name, value, true) FROM unnest($1::text[], $2::text[]) AS setting (name, value)`,
};

/** One transaction of one organisation: what is done here is done together or not at all. */
export interface Transaction {
  readonly organisationId: OrganisationId;
  /** TypeORM's view of the transaction, for repositories. */
  readonly manager: EntityManager;
  /** Plain SQL for hot or awkward statements, for repositories: the rows that it selects or returns, whatever its verb. */
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  /** The same for a statement of the hot path, which is planned once for each connection. */
  hot<Row>(statement: Statement, parameters: unknown[]): Promise<Row[]>;
  /** A durable fact, stored with the transaction's rows and relayed after COMMIT. */
  publish<F extends Fact>(fact: F, payload: PayloadOf<F>): void;
  /** Runs after COMMIT; what it throws is lost, so it may only do what can be lost. */
  afterCommit(effect: () => void): void;
  /** False when this consumer has already handled this fact: then do nothing. */
  isFirstDelivery(consumer: string, factId: string): Promise<boolean>;
}

/**
 * The only way to the database: a transaction in which Postgres shows and takes rows of one organisation alone
 * (row-level security, forced, by `parley.organisation_id`).
 */
@Injectable()
export class UnitOfWork {
  private readonly kicks: (() => void)[] = [];

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(OutboxRepository) private readonly outbox: OutboxRepository,
  ) {}

  /** Called after every commit that stored a fact; the relay registers here. */
  onFacts(kick: () => void): void {
    this.kicks.push(kick);
  }

  /**
   * Runs `work` in one transaction and commits before it returns.
   * @param settings of Postgres, for this transaction alone
   * @throws Refused UNAVAILABLE when Postgres cannot be reached; whether a COMMIT under way took effect is then unknown.
   */
  async run<T>(
    organisationId: OrganisationId,
    work: (tx: Transaction) => Promise<T>,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const facts: NewFact[] = [];
    const effects: (() => void)[] = [];
    try {
      await runner.startTransaction();
      const tx = this.transaction(organisationId, runner, facts, effects);
      const entered = { 'parley.organisation_id': uuidOf(organisationId), ...settings };
      await tx.hot(ENTER, [Object.keys(entered), Object.values(entered)]);
      const result = await work(tx);
      if (facts.length > 0) await this.outbox.insert(tx, facts);
      await runner.commitTransaction();
      effects.forEach((effect) => attempt(effect));
      if (facts.length > 0) this.kicks.forEach((kick) => attempt(kick));
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw isConnectionTrouble(error)
        ? new Refused('UNAVAILABLE', 'The database cannot be reached. Try again in a moment.')
        : error;
    } finally {
      await runner.release().catch(() => undefined);
    }
  }

  private transaction(
    organisationId: OrganisationId,
    runner: QueryRunner,
    facts: NewFact[],
    effects: (() => void)[],
  ): Transaction {
    return {
      organisationId,
      manager: runner.manager,
      query: async <Row>(sql: string, parameters?: unknown[]) =>
        (await runner.query(sql, parameters, true)).records as Row[],
      hot: async <Row>(statement: Statement, values: unknown[]) => {
        const client = (await runner.connect()) as ClientBase;
        return (await client.query({ ...statement, values })).rows as Row[];
      },
      publish: (fact, payload) => {
        facts.push({ factId: v7(), subject: fact.subject, organisationId, payload: fact.schema.parse(payload) });
      },
      afterCommit: (effect) => {
        effects.push(effect);
      },
      isFirstDelivery: (consumer, factId) => this.outbox.receive(runner.manager, consumer, factId),
    };
  }
}

function attempt(effect: () => void): void {
  try {
    effect();
  } catch {
    // By contract only what may be lost runs here.
  }
}
