import { onTrial } from '../apply.ts';
import { prove, type Scenario } from '../scenario.ts';

/** What an operator may choose besides is taken as well, on trial. */
export const variants: Scenario = {
  name: 'variants accepted',
  async run({ variants: chosen, plane: { kubectl } }) {
    const told: string[] = [];
    for (const { name, manifests } of chosen) {
      prove(await onTrial(kubectl, manifests));
      told.push(`${name} (${manifests.length} objects)`);
    }
    return `on trial, no warning: ${told.join(', ') || 'there are none'}`;
  },
};
