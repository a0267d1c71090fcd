import 'reflect-metadata';
import { migrateMain } from '@parley/persistence';
import { MIGRATIONS } from './migrations/all.ts';

process.exitCode = await migrateMain(MIGRATIONS);
