import type { Api } from './api.ts';
import { isTrue, type LiveObject } from './live-objects.ts';
import { until } from './patience.ts';

type Node = LiveObject & Parameters<typeof isTrue>[0];

/** A node's name and the zone it stands in. */
export interface Place {
  name: string;
  zone: string;
}

/** Three nodes, each in a zone of its own, as an installation that survives a node wants them at the least. */
export const THREE_NODES = inZones('node');

/** A second node in each zone: with them a zone is more than another word for a node. */
export const MORE_NODES = inZones('more');

/** Makes nodes that kwok plays (8 cores, 32 GiB each) and waits until they are ready. */
export async function makeNodes(api: Api, places: Place[]): Promise<void> {
  for (const { name, zone } of places) {
    const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'topology.kubernetes.io/zone': zone };
    await api.create('/api/v1/nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name, labels } });
  }
  await until('kwok’s nodes are ready', async () => {
    const { items } = await api.list<Node>('/api/v1/nodes');
    return items.length === places.length && items.every((node) => isTrue(node, 'Ready'));
  });
}

/** Takes nodes away for good; they must be empty. */
export async function removeNodes(api: Api, places: Place[]): Promise<void> {
  for (const { name } of places) await api.delete(`/api/v1/nodes/${name}`);
}

function inZones(name: string): Place[] {
  return ['a', 'b', 'c'].map((letter) => ({ name: `${name}-${letter}`, zone: `zone-${letter}` }));
}
