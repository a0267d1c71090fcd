import { applied, onTrial } from '../apply.ts';
import { prove, type Scenario } from '../scenario.ts';

/** The API server takes everything, first on trial and then for real, and warns of nothing. */
export const accepted: Scenario = {
  name: 'accepted',
  async run({ manifests, plane: { kubectl }, customKinds }) {
    prove(await onTrial(kubectl, manifests));
    prove(await applied(kubectl, manifests));
    const custom =
      customKinds.length > 0 ? `; of ${customKinds.join(', ')} the schema only, their operators do not run` : '';
    return `${manifests.length} objects taken on trial (--dry-run=server) and for real, no warning${custom}`;
  },
};
