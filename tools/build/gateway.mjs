// Bundles the gateway. Hive's runtime goes in as well, without the stitching executor it can fall back to: that half
// is never used here (docs/adr/0001) and costs fifty megabytes and most of the start.
import { join, resolve } from 'node:path';
import { buildService } from './service.mjs';

const RUNTIME = '@graphql-hive/router-runtime';
/** What stays outside even when the runtime asks for it: one graphql for all, and the planner's native code. */
const OUTSIDE = new Set(['graphql', '@graphql-hive/router-query-planner']);
const gateway = resolve(import.meta.dirname, '../../services/gateway');

/** @param {string} id @param {string | undefined} importer */
function goesIn(id, importer) {
  return id === RUNTIME || (importer?.includes('/node_modules/') === true && !OUTSIDE.has(id));
}

const built = await buildService(gateway, {
  goesIn,
  alias: { '@graphql-mesh/fusion-runtime': join(gateway, 'src/graph/no-stitching.ts') },
});
process.stdout.write(`built ${built.join(', ')}\n`);
