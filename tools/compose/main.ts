import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { SUBSCRIPTION_OWNERS } from '@parley/contracts';
import { breakingChanges } from './breaking-changes.ts';
import { compose, CompositionError, type Subgraph } from './compose.ts';
import { incompleteEvents } from './complete-events.ts';
import { undeclaredScopes } from './declared-scopes.ts';
import { emitSchema, emittingServices } from './emit.ts';
import { scopesPage } from './scopes-page.ts';

const workspace = resolve(import.meta.dirname, '../..');
const PUBLIC_SCHEMA = 'docs/api/schema.graphql';
const SCOPES_PAGE = 'docs/api/scopes.md';
const SUPERGRAPH = 'services/gateway/supergraph.graphql';
const isCheck = process.argv.includes('--check');
const isSchemaOnly = process.argv.includes('--schema');
const problems: string[] = [];

/** Writes a committed text, or says that it is not as it should be. */
function settle(path: string, text: string): void {
  const file = join(workspace, path);
  const present = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (present === text) return;
  if (isCheck) {
    problems.push(`${path} is not what the code says. Run npm run schema and npm run compose, and commit it.`);
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  process.stdout.write(`wrote ${relative(process.cwd(), file)}\n`);
}

function subgraphsOnDisk(): Subgraph[] {
  return readdirSync(join(workspace, 'services'))
    .map((name) => ({ name, file: join(workspace, 'services', name, 'schema.graphql') }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => ({ name, sdl: readFileSync(file, 'utf8') }));
}

/** The public schema that clients have now: of `BASE_REF`, else of the last commit. */
function publishedSchema(): string | undefined {
  try {
    return execFileSync('git', ['show', `${process.env['BASE_REF'] || 'HEAD'}:${PUBLIC_SCHEMA}`], {
      cwd: workspace,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

async function emit(): Promise<void> {
  for (const service of emittingServices(workspace))
    settle(`services/${service}/schema.graphql`, await emitSchema(workspace, service));
}

async function composeAll(): Promise<void> {
  const subgraphs = subgraphsOnDisk();
  const { supergraph, publicSchema } = compose(subgraphs);
  problems.push(...undeclaredScopes(publicSchema));
  problems.push(...incompleteEvents(publicSchema, subgraphs, SUBSCRIPTION_OWNERS));
  if (isCheck) {
    const published = publishedSchema();
    const broken =
      published === undefined
        ? []
        : await breakingChanges(published, publicSchema, new Date().toISOString().slice(0, 10));
    problems.push(...broken.map((message) => `Clients would break: ${message}`));
  }
  settle(SUPERGRAPH, supergraph);
  settle(PUBLIC_SCHEMA, publicSchema);
  settle(SCOPES_PAGE, scopesPage(publicSchema));
}

try {
  if (isSchemaOnly || isCheck) await emit();
  if (!isSchemaOnly) await composeAll();
} catch (error) {
  if (!(error instanceof CompositionError)) throw error;
  problems.push(...error.problems.map((problem) => `The subgraphs do not compose: ${problem}`));
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
