import 'reflect-metadata';
import { migrateMain } from '@parley/persistence';
import { MIGRATIONS } from './migrations/all.ts';

await migrateMain(MIGRATIONS);
