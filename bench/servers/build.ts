import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'rolldown';

const ROOT = join(import.meta.dirname, '..', '..');

/** Bundles one of our own servers as services are bundled; `folder` is this one unless told. @returns the file to run */
export async function bundle(name: string, folder = 'bench/servers'): Promise<string> {
  const file = join(ROOT, 'bench', 'out', `${name}.mjs`);
  await build({
    cwd: ROOT,
    input: join(ROOT, folder, `${name}.ts`),
    platform: 'node',
    tsconfig: join(ROOT, 'tsconfig.base.json'),
    external: (id) => !/^(\.|\/|\0|@parley\/|@oxc-project\/runtime)/.test(id),
    output: { file, format: 'esm', keepNames: true },
    logLevel: 'warn',
  });
  return file;
}

/** The gateway as it is shipped. @returns the file to run */
export function gatewayBundle(): string {
  const service = join(ROOT, 'services', 'gateway');
  execFileSync('npm', ['run', 'build', '--silent'], { cwd: service, stdio: ['ignore', 'ignore', 'inherit'] });
  return join(service, 'dist', 'main.mjs');
}
