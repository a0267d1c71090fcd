import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailure } from '../bootstrap/failure.mjs';
import { run } from '../bootstrap/run.mjs';
import { cacheDirectory } from '../bootstrap/servers.mjs';

/**
 * The Python package that carries Kubernetes' own schemas in a strict form. We take the schemas alone: Node validates
 * every object in one process, with the same code that validates custom resources, and tells the path of each error.
 */
const PACKAGE = {
  name: 'kubernetes-validate',
  version: '1.37.0',
  sha256: '85136d018a27b50ec7fc049d902bfa5193f5976807e6c0f408e3ab6fe078cad9',
};

/** The releases of Kubernetes that the manifests must be right for. */
export const KUBERNETES = ['1.36', '1.37'] as const;

/** The schemas of one release, as JSON Schema 2020-12. */
export interface Definitions {
  $id: string;
  $defs: Record<string, { 'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[] }>;
}

const UNPACK = `
import sys, zipfile, glob
wheel = zipfile.ZipFile(glob.glob('*.whl')[0])
for release in sys.argv[1:]:
    name = f'kubernetes_validate/kubernetes-json-schema/v{release}.0-local-strict/_definitions.json'
    open(f'{release}.json', 'wb').write(wheel.read(name))
`;

/** The schemas of a release, from the user's cache; fetched once for all clones.
 * @throws StepFailure when Python or pip is not there, or the package cannot be had
 */
export async function definitions(release: (typeof KUBERNETES)[number]): Promise<Definitions> {
  const directory = join(cacheDirectory(), '..', `kubernetes-schemas-${PACKAGE.version}`);
  if (!existsSync(directory)) await fetchSchemas(directory);
  return JSON.parse(readFileSync(join(directory, `${release}.json`), 'utf8')) as Definitions;
}

async function fetchSchemas(target: string): Promise<void> {
  mkdirSync(join(target, '..'), { recursive: true });
  const directory = mkdtempSync(`${target}-`);
  const log = `${target}.log`;
  const mend =
    'install Python 3 with pip (Debian: sudo apt-get install python3 python3-pip) and see that pip reaches PyPI';
  const python = (args: string[]) => run('python3', args, { step: 'kubernetes schemas', log, mend, cwd: directory });
  try {
    const line = `${PACKAGE.name}==${PACKAGE.version} --hash=sha256:${PACKAGE.sha256}\n`;
    writeFileSync(join(directory, 'requirements.txt'), line);
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes', '--only-binary=:all:'];
    await python(['-m', 'pip', 'download', ...options, '-r', 'requirements.txt']);
    await python(['-c', UNPACK, ...KUBERNETES]);
    rmSync(join(directory, `${PACKAGE.name.replaceAll('-', '_')}-${PACKAGE.version}-py3-none-any.whl`), {
      force: true,
    });
    if (!existsSync(target)) renameSync(directory, target);
  } catch (error) {
    if (error instanceof StepFailure) throw error;
    throw new StepFailure('kubernetes schemas', String(error), { log, mend });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
