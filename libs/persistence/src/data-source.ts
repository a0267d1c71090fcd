import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';

export interface DatabaseOptions {
  url: string;
  /** Connections at most. */
  pool?: number;
  entities: (new () => object)[] | EntitySchema[];
  migrations?: (new () => MigrationInterface)[];
}

/** A TypeORM data source as every service has it: schema by migrations only, errors in the pool survived. */
export function createDataSource({ url, pool = 4, entities, migrations = [] }: DatabaseOptions): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities,
    migrations,
    synchronize: false,
    migrationsTransactionMode: 'each',
    poolSize: pool,
    // A backend that Postgres ended (restart, failover) leaves the pool; the next unit of work gets a new one.
    poolErrorHandler: () => undefined,
    extra: {
      connectionTimeoutMillis: 5_000,
      statement_timeout: 10_000,
      idle_in_transaction_session_timeout: 15_000,
      keepAlive: true,
    },
  });
}
