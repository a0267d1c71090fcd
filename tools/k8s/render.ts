import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse, parseAllDocuments } from 'yaml';
import { buildServer, findServer, SERVERS } from '../bootstrap/servers.mjs';
import { WORKSPACE } from '../suites/suite.ts';
import type { Finding } from './finding.ts';
import { kustomizationTree } from './kustomization.ts';
import { kustomizeFailure } from './kustomize-failure.ts';
import { Manifest } from './manifest.ts';
import type { KubeObject } from './objects.ts';

/** What an overlay comes to: its objects, or why it does not render. */
export interface Rendering {
  manifests: Manifest[];
  findings: Finding[];
}

const ORIGIN = 'config.kubernetes.io/origin';

/** Our kustomize, built into the user's cache when it is not there. */
export async function kustomize(): Promise<string> {
  const log = join(WORKSPACE, '.parley-test/logs/kustomize.log');
  return (await findServer(SERVERS.kustomize)) ?? buildServer(SERVERS.kustomize, { log, env: process.env });
}

/**
 * Renders an overlay through a kustomization of ours that has each object say where it is from, which the overlay's own
 * output does not.
 *
 * @param overlay its directory, relative to the workspace
 */
export async function render(overlay: string): Promise<Rendering> {
  const program = await kustomize();
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'parley-render-')));
  try {
    const source = resolve(WORKSPACE, overlay);
    const wrapper = { resources: [relative(directory, realpathSync(source))], buildMetadata: ['originAnnotations'] };
    writeFileSync(join(directory, 'kustomization.yaml'), JSON.stringify(wrapper));
    const built = promisify(execFile)(program, ['build', directory], { maxBuffer: 64 * 1024 * 1024 });
    const { stdout, failure } = await built.then(
      (said) => ({ ...said, failure: undefined }),
      (error: Error & { stderr?: string }) => ({ stdout: '', failure: error.stderr ?? error.message }),
    );
    if (failure !== undefined) return { manifests: [], findings: [kustomizeFailure(failure, source)] };
    return { manifests: manifestsOf(stdout, directory, source), findings: [] };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function manifestsOf(output: string, directory: string, source: string): Manifest[] {
  const tree = kustomizationTree(source);
  return parseAllDocuments(output).map((document) => {
    const object = (document as { toJS(): unknown }).toJS() as KubeObject;
    const annotations = object.metadata.annotations ?? {};
    const origin = parse(annotations[ORIGIN] ?? '') as { path?: string; configuredIn?: string } | null;
    delete annotations[ORIGIN];
    if (Object.keys(annotations).length === 0) delete object.metadata.annotations;
    const file = origin?.path ?? origin?.configuredIn ?? join(relative(directory, source), 'kustomization.yaml');
    return new Manifest(object, resolve(directory, file), tree);
  });
}
