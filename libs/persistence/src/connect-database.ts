import { Logger } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { isConnectionTrouble } from './connection-trouble.ts';
import { createDataSource, type DatabaseOptions } from './data-source.ts';

const TRY_AGAIN_MS = 500;

/**
 * A connected data source. A database that cannot be reached is waited for, and said so once: a service that starts
 * before it must not be restarted for that (G12).
 * @throws what Postgres itself refuses: the role, the password, the name of the database
 */
export async function connectDatabase(options: DatabaseOptions): Promise<DataSource> {
  const log = new Logger('database');
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await createDataSource(options).initialize();
    } catch (error) {
      if (!isConnectionTrouble(error)) throw error;
      if (attempt === 1) log.warn('Postgres cannot be reached; waiting for it');
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}
