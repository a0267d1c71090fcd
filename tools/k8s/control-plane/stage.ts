import type { Guard } from '../../bootstrap/guard.mjs';
import type { Manifest } from '../manifest.ts';
import { at } from '../yaml-file.ts';
import { generateKubernetesSecrets, secretsYaml } from '../secrets.ts';
import type { Binaries } from './binaries.ts';
import { defineCustomResources } from './definitions.ts';
import { KubeletPlay } from './kubelet-play.ts';
import type { Budget, Job, Pod, Workload } from './live-objects.ts';
import { makeNodes, MORE_NODES, THREE_NODES } from './nodes.ts';
import { documents } from './kubectl.ts';
import { startControlPlane, type ControlPlane } from './start.ts';
import { playVolumes, type Claim } from './volumes-play.ts';
import { Watched } from './watched.ts';

/** What an installation is made for, and so which nodes it is given. */
export type Shape = 'one node' | 'three zones';

/** An overlay changed as docs/operate says. */
export interface RenderedVariant {
  name: string;
  manifests: Manifest[];
}

/** A control plane with nodes and namespaces, before the overlay it is for is applied, and eyes on all that matters. */
export interface Stage {
  overlay: string;
  shape: Shape;
  manifests: Manifest[];
  /** The overlay with what an operator may choose besides. */
  variants: RenderedVariant[];
  plane: ControlPlane;
  play: KubeletPlay;
  pods: Watched<Pod>;
  jobs: Watched<Job>;
  budgets: Watched<Budget>;
  /** Deployments and StatefulSets. */
  workloads: { all: Workload[] };
  /** Kinds of custom resources that are defined here, without the operators that would act on them. */
  customKinds: string[];
  /** @throws when a process of it is no more, or a part could not be played */
  check(): void;
  /** Ends every process of it. */
  strike(): Promise<void>;
}

/** Sets the stage for one overlay: its own control plane, so that nothing of another is in the way. */
export async function setStage(options: {
  overlay: string;
  manifests: Manifest[];
  variants: RenderedVariant[];
  binaries: Binaries;
  directory: string;
  guard: Guard;
}): Promise<Stage> {
  const { overlay, manifests, variants } = options;
  const shape = shapeOf(manifests);
  const plane = await startControlPlane(options);
  const { api, kubectl } = plane;
  try {
    const watch = <T extends Pod | Job | Budget | Workload | Claim>(path: string) => Watched.open<T>(api, path);
    const [, customKinds, pods, jobs, budgets, deployments, sets, claims] = await Promise.all([
      makeNodes(api, shape === 'one node' ? THREE_NODES.slice(0, 1) : [...THREE_NODES, ...MORE_NODES]),
      defineCustomResources(
        kubectl,
        [manifests, ...variants.map((one) => one.manifests)].flat().map(({ object }) => object),
      ),
      watch<Pod>('/api/v1/pods'),
      watch<Job>('/apis/batch/v1/jobs'),
      watch<Budget>('/apis/policy/v1/poddisruptionbudgets'),
      watch<Workload>('/apis/apps/v1/deployments'),
      watch<Workload>('/apis/apps/v1/statefulsets'),
      watch<Claim>('/api/v1/persistentvolumeclaims'),
    ] as const);
    let fault: unknown;
    const onFault = (one: unknown) => (fault ??= one);
    playVolumes(api, claims, onFault);
    const namespaces = manifests.filter(({ kind }) => kind === 'Namespace').map(({ object }) => object);
    await kubectl.must(['apply', '--validate=strict', '-f', '-'], documents(namespaces));
    const here = new Set(namespaces.map(({ metadata }) => metadata.name));
    const secrets = generateKubernetesSecrets().filter(({ namespace }) => here.has(namespace));
    await kubectl.must(['create', '-f', '-'], secretsYaml(secrets));
    const watches = [pods, jobs, budgets, deployments, sets, claims];
    return {
      overlay,
      shape,
      manifests,
      variants,
      plane,
      play: new KubeletPlay(api, pods, jobs, onFault),
      pods,
      jobs,
      budgets,
      workloads: {
        get all() {
          return [...deployments.all, ...sets.all];
        },
      },
      customKinds,
      check: () => {
        plane.check();
        if (fault) throw fault;
      },
      strike: async () => {
        for (const watched of watches) watched.close();
        await plane.stop();
      },
    };
  } catch (error) {
    await plane.stop();
    throw error;
  }
}

/** An installation that spreads its pods is made for several nodes. */
function shapeOf(manifests: Manifest[]): Shape {
  const spreads = manifests.some(({ object }) =>
    Array.isArray(at(object, ['spec', 'template', 'spec', 'topologySpreadConstraints'])),
  );
  return spreads ? 'three zones' : 'one node';
}
