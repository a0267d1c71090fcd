import type { Finding } from '../../finding.ts';
import type { Manifest } from '../../manifest.ts';
import type { Kubectl } from '../kubectl.ts';
import { prove, type Scenario } from '../scenario.ts';
import { documents } from '../stage.ts';

const APPLY = ['apply', '--validate=strict', '-f', '-'];

/** The API server takes everything, first on trial and then for real, and warns of nothing. */
export const accepted: Scenario = {
  name: 'accepted',
  async run({ manifests, plane: { kubectl }, customKinds }) {
    for (const args of [[...APPLY, '--dry-run=server'], APPLY]) {
      const objects = manifests.map(({ object }) => object);
      const { code, warnings } = await kubectl.run(args, documents(objects));
      if (code !== 0 || warnings.length > 0) prove(await blame(kubectl, manifests));
    }
    const custom =
      customKinds.length > 0 ? `; of ${customKinds.join(', ')} the schema only, their operators do not run` : '';
    return `${manifests.length} objects taken on trial (--dry-run=server) and for real, no warning${custom}`;
  },
};

/** Objects one by one, to learn which is refused or warned of. */
async function blame(kubectl: Kubectl, manifests: Manifest[]): Promise<(Finding | string)[]> {
  const findings: Finding[] = [];
  for (const manifest of manifests) {
    const { code, stderr, warnings } = await kubectl.run([...APPLY, '--dry-run=server'], documents([manifest.object]));
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
