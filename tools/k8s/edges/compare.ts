import type { Finding } from '../finding.ts';
import type { Workload } from '../workloads.ts';
import type { World } from '../world.ts';
import { edgeKey, endName, isOnHost, type Edge, type Need } from './edge.ts';
import { allows, grantsOf, isolated, type Direction, type Grant } from './grants.ts';
import { needsOf } from './needs.ts';

/** The edges that the policies allow are the edges that the configuration needs, no fewer and no more. */
export function checkEdges(world: World): Finding[] {
  const { needs, findings } = needsOf(world);
  const grants = grantsOf(world);
  return [...findings, ...open(world), ...missing(needs, grants), ...superfluous(needs, grants)];
}

/** Pods to which no policy denies anything. Pods on the hosts' network are the firewall's business. */
function open(world: World): Finding[] {
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    const closed = isolated(world, direction);
    return world.workloads
      .filter((workload) => !closed.has(workload) && !isOnHost(workload))
      .map(({ manifest }) =>
        manifest.finding(['metadata', 'name'], `no network policy denies ${direction} that nobody needs`),
      );
  });
}

function missing(needs: Need[], grants: Grant[]): Finding[] {
  return needs.flatMap((need) => {
    const sides = (['egress', 'ingress'] as const).filter((direction) => !isAllowed(need, direction, grants));
    if (sides.length === 0) return [];
    const name = (direction: Direction) => `${direction} of ${endName(direction === 'ingress' ? need.to : need.from)}`;
    const problem = `${need.source} needs the edge ${edgeKey(need)}, and no network policy allows it (${sides.map(name).join(', ')})`;
    return [{ ...need.place, object: need.manifest.title, problem }];
  });
}

/** Whether one side of an edge is allowed; there is none to ask outside and on the hosts' network. */
function isAllowed(edge: Edge, direction: Direction, grants: Grant[]): boolean {
  const own = direction === 'ingress' ? edge.to : edge.from;
  if (typeof own === 'string' || isOnHost(own)) return true;
  return grants.some((grant) => grant.direction === direction && allows(grant, edge));
}

function superfluous(needs: Need[], grants: Grant[]): Finding[] {
  const needed = new Set(needs.map(edgeKey));
  return grants.flatMap((grant) => {
    const edges = edgesOf(grant, needs);
    const idle = edges.filter((edge) => !needed.has(edgeKey(edge)));
    const open = idle.filter((edge) => isAllowed(edge, grant.direction === 'ingress' ? 'egress' : 'ingress', grants));
    const told = open.length > 0 ? open : idle;
    if (told.length === 0 || (open.length === 0 && idle.length < edges.length)) return [];
    return [
      grant.policy.finding(
        grant.path,
        `it allows ${[...new Set(told.map(edgeKey))].join(', ')}, which no configuration needs`,
      ),
    ];
  });
}

/**
 * The edges that a grant is for. A network is whoever the configuration says is in it, else itself. Names are everybody's
 * right, and policies for pods on the hosts' network are a note to the firewall.
 */
function edgesOf(grant: Grant, needs: Need[]): Edge[] {
  const own = grant.own.filter((workload) => !isOnHost(workload));
  const used = needs.filter((need) => allows(grant, need));
  return own.flatMap((pods): Edge[] => {
    const ofPods = used.filter(({ from, to }) => (grant.direction === 'ingress' ? to : from) === pods);
    if (grant.isNetwork && ofPods.length > 0) return ofPods;
    return grant.peers
      .filter((peer) => peer !== 'dns')
      .flatMap((peer) => {
        const ends = grant.direction === 'ingress' ? { from: peer, to: pods } : { from: pods, to: peer };
        return portsOf(grant, ends.to, ofPods).map((port) => ({ ...ends, port, protocol: grant.protocol }));
      });
  });
}

function portsOf({ port: given }: Grant, to: Workload | string, used: Need[]): number[] {
  const listening = typeof to === 'string' ? [] : to.ports;
  if (given && typeof given.port === 'string')
    return listening.filter(({ name }) => name === given.port).map(({ port }) => port);
  if (given && given.endPort === undefined) return [Number(given.port)];
  const known = [
    ...listening.map(({ port }) => port),
    ...used.filter((need) => need.to === to).map(({ port }) => port),
  ];
  const within = known.filter((port) => !given || (port >= Number(given.port) && port <= (given.endPort ?? 0)));
  return within.length > 0 ? [...new Set(within)] : [Number(given?.port ?? 0)];
}
