import type { Finding } from '../finding.ts';
import type { LabelSelector } from '../labels.ts';
import { ofKind } from '../manifest.ts';
import { selected, type Workload } from '../workloads.ts';
import { portNumber, type ServiceDoor, type World } from '../world.ts';
import { at } from '../yaml-file.ts';
import { declared } from './declared.ts';
import { isOnHost, type End, type Need } from './edge.ts';
import { isInside, serviceOf, spokenIn } from './hosts.ts';
import { toldTo } from './told.ts';

/** The graph that the configuration draws, and what in it leads nowhere. */
export interface Needs {
  needs: Need[];
  findings: Finding[];
}

/** Who has to reach whom: read from variables, files, routes, monitors and annotations. */
export function needsOf(world: World): Needs {
  const all = [...world.workloads.map((workload) => ofWorkload(workload, world)), routes(world), monitors(world)];
  return { needs: all.flatMap(({ needs }) => needs), findings: all.flatMap(({ findings }) => findings) };
}

function ofWorkload(workload: Workload, world: World): Needs {
  const needs: Need[] = [];
  const findings: Finding[] = [];
  for (const { text, source, manifest, placeOf } of toldTo(workload, world)) {
    for (const spoken of spokenIn(text)) {
      const { host, port } = spoken;
      const door = serviceOf(host, workload.namespace, world);
      const place = placeOf(host);
      const lost = (problem: string) =>
        findings.push({ ...place, object: manifest.title, problem: `${source} ${problem}` });
      if (!door && isInside(spoken, world)) lost(`speaks to ${host}, and there is no such Service`);
      if (!door) continue;
      const found = behind(door, port, { from: workload, manifest, place, source });
      if (!found) lost(`speaks to port ${port} of Service ${door.namespace}/${door.name}, which it does not have`);
      needs.push(...(found ?? []));
    }
  }
  const own = declared(workload, world);
  const all = [...needs, ...own.needs];
  return { needs: [...all, ...names(workload, all)], findings: [...findings, ...own.findings] };
}

/** Whoever calls somebody by name asks for names first. */
function names(workload: Workload, needs: Need[]): Need[] {
  const first = needs.find(({ from, to }) => from === workload && to !== 'nodes');
  if (!first || isOnHost(workload)) return [];
  return (['UDP', 'TCP'] as const).map((protocol) => ({ ...first, to: 'dns', port: 53, protocol }));
}

/** The edges to the pods behind a Service; undefined when it has no such port. */
export function behind(
  door: ServiceDoor,
  port: number,
  about: Pick<Need, 'manifest' | 'place' | 'source'> & { from: End },
): Need[] | undefined {
  const found = door.ports.find((one) => one.port === port);
  if (!found) return undefined;
  return door.workloads.flatMap((to) => {
    const number = portNumber(to, found.targetPort);
    return number ? [{ ...about, to, port: number, protocol: 'TCP' as const }] : [];
  });
}

interface RouteRule {
  backendRefs?: { name: string; namespace?: string; port?: number }[];
}

function routes(world: World): Needs {
  const needs = ofKind(world.manifests, 'HTTPRoute', 'TLSRoute', 'TCPRoute', 'GRPCRoute').flatMap((manifest) =>
    ((at(manifest.object, ['spec', 'rules']) ?? []) as RouteRule[]).flatMap(({ backendRefs = [] }, rule) =>
      backendRefs.flatMap(({ name, namespace = manifest.namespace, port = 0 }, index) => {
        const door = world.services.find((one) => one.name === name && one.namespace === namespace);
        const place = manifest.placeOf(['spec', 'rules', rule, 'backendRefs', index]);
        // A port that is not there is a matter of joins/ports.ts.
        return (door && behind(door, port, { from: 'entrance', manifest, place, source: 'the route' })) ?? [];
      }),
    ),
  );
  return { needs, findings: [] };
}

function monitors(world: World): Needs {
  const needs = ofKind(world.manifests, 'PodMonitor').flatMap((manifest) => {
    const spec = manifest.object.spec as { selector?: LabelSelector; podMetricsEndpoints?: { port?: string }[] };
    const pods = selected(world.workloads, manifest.namespace, spec.selector ?? {});
    return (spec.podMetricsEndpoints ?? []).flatMap(({ port = '' }, index) =>
      pods.flatMap((to): Need[] => {
        const number = portNumber(to, port);
        const place = manifest.placeOf(['spec', 'podMetricsEndpoints', index, 'port']);
        if (!number) return [];
        return [{ from: 'monitoring', to, port: number, protocol: 'TCP', manifest, place, source: 'the monitor' }];
      }),
    );
  });
  return { needs, findings: [] };
}
