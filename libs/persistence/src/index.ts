export { newId } from './new-id.ts';
export { idColumn } from './id-column.ts';
export { PersistenceModule, DATA_SOURCE } from './persistence.module.ts';
export { createDataSource, type DatabaseOptions } from './data-source.ts';
export { UnitOfWork, type Transaction } from './unit-of-work.ts';
export { OutboxTables1700000000000 } from './outbox.migration.ts';
export { OutboxRepository, type OutboxRow } from './outbox.repository.ts';
export { runMigrations } from './run-migrations.ts';
export { isUniqueViolation } from './violations.ts';
