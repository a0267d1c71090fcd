// npm run check:k8s, on Node 24: renders every overlay, or those that are named, checks it, and tries it on a real control
// plane. tools/check-k8s.mjs runs it; `npm test` does too, as the suite k8s.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFailure } from '../bootstrap/failure.mjs';
import { Guard } from '../bootstrap/guard.mjs';
import { Progress } from '../bootstrap/progress.mjs';
import { findServer, SERVERS } from '../bootstrap/servers.mjs';
import { WORKSPACE } from '../suites/suite.ts';
import { checkFixtures, checkNetworkPage, checkOverlay } from './checks.ts';
import { buildBinaries, findBinaries, type Binaries } from './control-plane/binaries.ts';
import { proveOverlay } from './control-plane/prove.ts';
import type { RenderedVariant } from './control-plane/stage.ts';
import { print, settle } from './finding.ts';
import type { Manifest } from './manifest.ts';
import { NETWORK_PAGE } from './network-page.ts';
import { kustomize, render, type Rendering } from './render.ts';
import { Report } from './report.ts';
import { renderVariant, VARIANTS } from './variants.ts';

const OVERLAYS = 'deploy/k8s/overlays';
const home = process.env.PARLEY_TEST_HOME || join(WORKSPACE, '.parley-test');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    // Trying what is rendered takes a minute; building what it is tried on, a quarter of an hour, once.
    'no-control-plane': { type: 'boolean', default: false },
    'control-plane-if-built': { type: 'boolean', default: false },
    report: { type: 'string' },
  },
});
const known = readdirSync(join(WORKSPACE, OVERLAYS));
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`there is no overlay ${unknown.join(', ')} in ${OVERLAYS}; there are ${known.join(', ')}\n`);
  process.exit(2);
}

const guard = new Guard();
const progress = new Progress([]);
const report = new Report();
try {
  await check(positionals.length > 0 ? positionals : known);
} catch (error) {
  process.stderr.write(describeFailure(error));
  report.counts.failed += 1;
}
const { passed, failed, skipped } = report.counts;
process.stdout.write(`${passed} ok, ${failed} bad, ${skipped} not tried\n`);
if (values.report) report.save(values.report);
progress.close();
await guard.close();
process.exit(failed === 0 ? 0 : 1);

async function check(overlays: string[]): Promise<void> {
  if (!(await findServer(SERVERS.kustomize))) {
    await progress.step('kustomize', 'building it with go install, once for all clones (about a minute)', kustomize);
  }
  const sound: { overlay: string; manifests: Manifest[]; variants: RenderedVariant[] }[] = [];
  for (const overlay of overlays) {
    const manifests = await look(overlay);
    if (manifests) sound.push({ overlay, manifests, variants: await lookFurther(overlay) });
  }
  const drift = await checkNetworkPage();
  if (drift.length > 0) report.bad('docs', NETWORK_PAGE, drift.map(print));
  else report.ok('docs', NETWORK_PAGE);
  for (const { name, problems } of await checkFixtures()) {
    if (problems.length > 0) report.bad('bad input', name, problems);
    else report.ok('bad input', name);
  }
  const binaries = await controlPlane();
  for (const one of sound) {
    if (!binaries) report.skip(one.overlay, 'control plane', `not tried: ${whyNot()}`);
    else await proveOverlay(report, { ...one, binaries, directory: join(home, `k8s-${one.overlay}`), guard });
  }
}

/** The overlay with each change that docs/operate has a person make to it. */
async function lookFurther(overlay: string): Promise<RenderedVariant[]> {
  const rendered: RenderedVariant[] = [];
  for (const variant of VARIANTS) {
    const rendering = await renderVariant(join(OVERLAYS, overlay), variant);
    const manifests = rendering && (await judge(`${overlay} with ${variant.name}`, rendering));
    if (manifests) rendered.push({ name: variant.name, manifests });
  }
  return rendered;
}

/** The manifests of an overlay; undefined when it does not render. */
async function look(overlay: string): Promise<Manifest[] | undefined> {
  return judge(overlay, await render(join(OVERLAYS, overlay)));
}

async function judge(overlay: string, { manifests, findings }: Rendering): Promise<Manifest[] | undefined> {
  if (findings.length > 0) {
    report.bad(overlay, 'renders', findings.map(print));
    return undefined;
  }
  report.ok(overlay, 'renders', `${manifests.length} objects`);
  const wrong = settle(await checkOverlay(manifests));
  if (wrong.length > 0) report.bad(overlay, 'fields, joins and edges', wrong.map(print));
  else report.ok(overlay, 'fields, joins and edges');
  return manifests;
}

async function controlPlane(): Promise<Binaries | undefined> {
  if (values['no-control-plane']) return undefined;
  const found = findBinaries();
  if (found || values['control-plane-if-built']) return found;
  const doing =
    'building Kubernetes, etcd and kwok from Go modules, once for all clones (about 15 minutes on two cores)';
  const options = { logs: join(home, 'logs'), env: { ...process.env, ...guard.mark } };
  return progress.step('control plane', doing, () => buildBinaries(options));
}

function whyNot(): string {
  return values['no-control-plane'] ? '--no-control-plane' : 'it is not built here; npm run check:k8s builds it, once';
}
