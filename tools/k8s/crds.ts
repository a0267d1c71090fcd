import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { StepFailure } from '../bootstrap/failure.mjs';
import { findGo } from '../bootstrap/servers.mjs';

/** Where the definitions of one operator's resources lie: a Go module, pinned, and folder in it. */
interface CrdSource {
  module: string;
  version: string;
  folder: string;
}

/** A file that holds one CustomResourceDefinition. */
export interface CrdFile {
  /** Absolute path, in Go's module cache, read-only. */
  file: string;
  /** `module@version` that it is from. */
  from: string;
}

/** Every operator of which our manifests hold a resource. The same versions are named in docs/operate. */
export const CRD_SOURCES: CrdSource[] = [
  { module: 'sigs.k8s.io/gateway-api', version: 'v1.6.3', folder: 'config/crd/standard' },
  { module: 'github.com/cert-manager/cert-manager', version: 'v1.21.2', folder: 'deploy/crds' },
  { module: 'github.com/cloudnative-pg/cloudnative-pg', version: 'v1.30.0', folder: 'config/crd/bases' },
  { module: 'github.com/cloudnative-pg/plugin-barman-cloud', version: 'v0.15.0', folder: 'config/crd/bases' },
  { module: 'github.com/external-secrets/external-secrets', version: 'v1.3.2', folder: 'config/crds/bases' },
  {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    folder: 'example/prometheus-operator-crd',
  },
];

interface Download {
  Path: string;
  Version: string;
  Dir?: string;
  Error?: string;
}

/**
 * The definitions of all custom resources in use, fetched once as Go modules.
 *
 * @throws StepFailure when there is no Go, or a module can be had neither from the cache nor from the proxy
 */
export async function crdFiles(): Promise<CrdFile[]> {
  const downloads = await download(CRD_SOURCES.map(({ module, version }) => `${module}@${version}`));
  return CRD_SOURCES.flatMap(({ module, version, folder }) => {
    const found = downloads.find(({ Path, Version }) => Path === module && Version === version);
    if (!found?.Dir)
      throw failure(`${module} ${version}: ${found?.Error ?? 'go mod download does not name its folder'}`);
    const directory = join(found.Dir, folder);
    return readdirSync(directory)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => ({ file: join(directory, name), from: `${module}@${version}` }))
      .filter(({ file }) => /^kind: CustomResourceDefinition$/m.test(readFileSync(file, 'utf8')));
  });
}

async function download(modules: string[]): Promise<Download[]> {
  const go = await findGo({ name: 'the custom resource definitions', version: 'of the manifests' });
  const env = { ...process.env, GOFLAGS: '', GOTOOLCHAIN: 'local' };
  const asked = promisify(execFile)(go, ['mod', 'download', '-json', ...modules], { cwd: tmpdir(), env });
  // With an error in one module it exits with 1 and still prints what it has.
  const { stdout } = await asked.catch((error: Error & { stdout?: string }) => {
    if (!error.stdout) throw failure(error.message);
    return { stdout: error.stdout };
  });
  return JSON.parse(`[${stdout.replaceAll(/^\}\n\{/gm, '},{')}]`) as Download[];
}

function failure(why: string): StepFailure {
  return new StepFailure('crds', why, { mend: 'see that the Go module proxy can be reached (go env GOPROXY)' });
}
