import { Refusal } from '../api.ts';
import { until } from '../patience.ts';
import { prove, type Scenario } from '../scenario.ts';
import { documents } from '../kubectl.ts';

const NAMESPACE = 'parley';
const WORDS = 'violates PodSecurity "restricted:';

/** A pod that runs as root does not get into the services' namespace; a workload of such pods is warned of and gets none. */
export const rootRefused: Scenario = {
  name: 'root refused',
  async run({ plane: { api, kubectl } }) {
    const pod = { containers: [{ name: 'root', image: 'registry.example/root:1', securityContext: { runAsUser: 0 } }] };
    const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'as-root', namespace: NAMESPACE }, spec: pod };
    const answer = await api.create(`/api/v1/namespaces/${NAMESPACE}/pods`, bare).then(
      () => 'it was taken',
      (error: unknown) => (error instanceof Refusal && error.status === 403 ? error.message : String(error)),
    );
    prove(answer.includes(WORDS) ? [] : [`a pod as root: ${answer}`]);
    const labels = { app: 'as-root' };
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'as-root', namespace: NAMESPACE },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
    };
    const { warnings } = await kubectl.must(['apply', '-f', '-'], documents([deployment]));
    prove(
      warnings.some((warning) => warning.includes('would violate PodSecurity'))
        ? []
        : ['a workload as root: no warning'],
    );
    await until('a workload’s pod as root is refused', async () => {
      const { items } = await api.list<{ message: string }>(`/api/v1/namespaces/${NAMESPACE}/events`);
      return items.some(({ message }) => message.includes('as-root') && message.includes(WORDS));
    });
    await kubectl.must(['delete', '--namespace', NAMESPACE, 'deployment', 'as-root']);
    return `a pod as root is refused in ${NAMESPACE}, a Deployment of such pods is warned of and gets none`;
  },
};
