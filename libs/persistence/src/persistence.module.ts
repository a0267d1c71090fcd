import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { DATA_SOURCE } from './data-source.token.ts';
import { connectDatabase } from './connect-database.ts';
import type { DatabaseOptions } from './data-source.ts';
import { OutboxRepository } from './outbox.repository.ts';
import { UnitOfWork } from './unit-of-work.ts';

export { DATA_SOURCE };

/** A service's own database: data source, unit of work, outbox. */
@Global()
@Module({})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  static forRoot(options: DatabaseOptions): DynamicModule {
    const dataSource = { provide: DATA_SOURCE, useFactory: () => connectDatabase(options) };
    return {
      module: PersistenceModule,
      providers: [dataSource, OutboxRepository, UnitOfWork],
      exports: [dataSource, OutboxRepository, UnitOfWork],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }
}
