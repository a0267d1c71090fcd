import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { CompositionError } from './compose.ts';

const run = promisify(execFile);

/** Services whose subgraph is printed from resolvers: those with a `src/schema.ts`. */
export function emittingServices(workspace: string): string[] {
  return readdirSync(join(workspace, 'services')).filter((name) =>
    existsSync(join(workspace, 'services', name, 'src/schema.ts')),
  );
}

/**
 * The SDL of one service's subgraph, without database or bus. Nest keeps types in one memory per process, so each
 * service is printed in a process of its own.
 */
export async function emitSchema(workspace: string, service: string): Promise<string> {
  const room = join(workspace, 'node_modules/.cache/parley-schema', service);
  mkdirSync(room, { recursive: true });
  const [entry, printer] = [join(room, `${service}.entry.ts`), join(room, `${service}.mjs`)];
  const from = (path: string) => JSON.stringify(join(workspace, path));
  writeFileSync(
    entry,
    `import 'reflect-metadata';
import * as schema from ${from(`services/${service}/src/schema.ts`)};
import { schemaOf } from ${from('libs/subgraph/src/index.ts')};
process.stdout.write(await schemaOf(schema.resolvers, schema.entities));
`,
  );
  const bundle = await rolldown({
    cwd: workspace,
    input: entry,
    platform: 'node',
    tsconfig: join(workspace, 'tsconfig.base.json'),
    external: (id) => !/^[./\0]|^@parley\/|^@oxc-project\/runtime/.test(id),
    logLevel: 'warn',
  });
  await bundle.write({ file: printer, format: 'esm', keepNames: true });
  await bundle.close();
  try {
    const { stdout } = await run(process.execPath, [printer], { cwd: workspace, env: {}, maxBuffer: 8 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const said = /^\w*Error.*$/m.exec((error as { stderr?: string }).stderr ?? '')?.[0] ?? String(error);
    throw new CompositionError([`${service}'s schema cannot be printed: ${said}`]);
  } finally {
    rmSync(room, { recursive: true });
  }
}
