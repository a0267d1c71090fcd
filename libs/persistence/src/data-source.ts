import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';

export interface DatabaseOptions {
  url: string;
  /** Connections at most. */
  pool?: number;
  entities: (new () => object)[] | EntitySchema[];
  migrations?: (new () => MigrationInterface)[];
  /** Milliseconds a statement may run, 10 s unless told; 0: as long as it takes. */
  statementTimeoutMs?: number;
  /** Milliseconds a statement waits for a lock; without it as long as it may run. */
  lockTimeoutMs?: number;
}

/** A TypeORM data source as every service has it: schema by migrations only, errors in the pool survived. */
export function createDataSource(options: DatabaseOptions): DataSource {
  const { url, pool = 4, entities, migrations = [], statementTimeoutMs = 10_000, lockTimeoutMs } = options;
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
      statement_timeout: statementTimeoutMs,
      ...(lockTimeoutMs === undefined ? {} : { lock_timeout: lockTimeoutMs }),
      idle_in_transaction_session_timeout: 15_000,
      keepAlive: true,
    },
  });
}
