import type { World } from '../world.ts';
import { endName, type Edge, type End } from './edge.ts';
import { needsOf } from './needs.ts';

const HEAD = `# Who talks to whom on Kubernetes

Written by \`npm run k8s:edges\` from the configuration (variables, files, routes, monitors) and checked by \`npm run check:k8s\`, which also
demands that the network policies allow exactly these edges: one that is missing is named with the variable that needs it, one too many with the
rule that allows it. Everything else is denied. Not drawn: every pod that calls somebody by name asks the cluster's DNS, and may.

Outside are the \`entrance\` (namespaces labelled \`parley.example/entrance\`, in which the Gateway API's proxies run), \`monitoring\`
(\`parley.example/monitoring\`), the \`nodes\` (their own addresses, at which the API server answers), the \`internet\`, and other namespaces by their names.
Pods on the hosts' network, which is LiveKit, are met by the nodes' addresses: most network plugins hold no policy to them, the nodes'
firewall does ([media.md](media.md)). Media itself goes there directly and is not drawn.

What only a third party's program knows is written on its workload: \`parley.example/talks-to: nats:6222\`, \`parley.example/reached-from: cnpg-system:8000\`.
`;

/** The page of the edges of each overlay, as Markdown with a drawing each. */
export function networkPage(worlds: [overlay: string, world: World][]): string {
  return [HEAD, ...worlds.map(([overlay, world]) => `## ${overlay}\n\n${drawing(world)}`)].join('\n');
}

/** The edges that the configuration needs, as a Mermaid drawing: one arrow for a pair, with its ports. */
export function drawing(world: World): string {
  const edges = needsOf(world).needs.filter(({ to }) => to !== 'dns');
  const arrows = Map.groupBy(edges, ({ from, to }) => `  ${idOf(from)} -->|PORTS| ${idOf(to)}`);
  const lines = [...arrows].map(([arrow, some]) =>
    arrow.replace('PORTS', [...new Set(some.map(portOf))].sort().join(', ')),
  );
  const ends = new Map(edges.flatMap(({ from, to }) => [from, to]).map((end) => [endName(end), end]));
  const boxes = [...Map.groupBy(ends.values(), (end) => (typeof end === 'string' ? '' : end.namespace))].map(
    ([space, some]) => {
      const names = some
        .map((end) => (typeof end === 'string' ? `    ${end}([${end}])` : `    ${idOf(end)}[${end.name}]`))
        .sort();
      return space ? `  subgraph ${space}\n${names.join('\n')}\n  end` : names.join('\n').replaceAll(/^ {4}/gm, '  ');
    },
  );
  return `\`\`\`mermaid\nflowchart LR\n${[...boxes.sort(), ...lines.sort()].join('\n')}\n\`\`\`\n`;
}

function idOf(end: End): string {
  return endName(end).replace('/', '.');
}

function portOf({ port, protocol }: Edge): string {
  return protocol === 'UDP' ? `${port}/UDP` : String(port);
}
