import type { Finding } from '../finding.ts';
import type { Manifest } from '../manifest.ts';
import { documents, type Kubectl } from './kubectl.ts';

const APPLY = ['apply', '--validate=strict', '-f', '-'];
const TRIAL = [...APPLY, '--dry-run=server'];

/** Has the API server look at manifests as if it took them; what it refuses or warns of. */
export function onTrial(kubectl: Kubectl, manifests: Manifest[]): Promise<(Finding | string)[]> {
  return take(kubectl, manifests, TRIAL);
}

/** Applies manifests for real; what was refused or warned of. */
export function applied(kubectl: Kubectl, manifests: Manifest[]): Promise<(Finding | string)[]> {
  return take(kubectl, manifests, APPLY);
}

async function take(kubectl: Kubectl, manifests: Manifest[], args: string[]): Promise<(Finding | string)[]> {
  const { code, warnings } = await kubectl.run(args, documents(manifests.map(({ object }) => object)));
  return code === 0 && warnings.length === 0 ? [] : blame(kubectl, manifests);
}

/** Objects one by one, to learn which is refused or warned of. */
async function blame(kubectl: Kubectl, manifests: Manifest[]): Promise<(Finding | string)[]> {
  const findings: Finding[] = [];
  for (const manifest of manifests) {
    const { code, stderr, warnings } = await kubectl.run(TRIAL, documents([manifest.object]));
    const problems = warnings.map((warning) => `the API server warns: ${warning}`);
    if (code !== 0) problems.push(`the API server refuses it: ${firstError(stderr)}`);
    findings.push(...problems.map((problem) => manifest.finding(pathIn(problem), problem)));
  }
  return findings.length > 0 ? findings : ['kubectl failed with all objects at once, and with none of them alone'];
}

function firstError(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line && !line.startsWith('Warning:'));
  return lines.join(' ').replace(/^.*error when (creating|patching|applying patch)\b.*?"STDIN": /, '');
}

/** The field that a message is about: `spec.template.spec.containers[0].image`. */
export function pathIn(message: string): (string | number)[] {
  const [field = ''] = /\b(?:spec|metadata|data)(?:\.\w+|\[\d+\])+/.exec(message) ?? [];
  return field
    .split(/[.[\]]+/)
    .filter(Boolean)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
