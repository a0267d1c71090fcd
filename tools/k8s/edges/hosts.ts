import { NAMESPACES } from '../secrets.ts';
import type { ServiceDoor, World } from '../world.ts';

/** A host and port that some text speaks of. */
export interface Spoken {
  host: string;
  port: number;
  hasScheme: boolean;
}

const SCHEME_PORTS: Record<string, number> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  nats: 4222,
  tls: 4222,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  rediss: 6379,
};

const ADDRESS = /(?:(\w+):\/\/(?:[^\s@/'"]*@)?)?([a-zA-Z][\w-]*(?:\.[\w-]+)*)(?::(\d{2,5}))?(?![\w.:-])/g;

/** The addresses in a text: URLs, and `host:port`. */
export function spokenIn(text: string): Spoken[] {
  return [...text.matchAll(ADDRESS)].flatMap(([, scheme, host = '', port]) => {
    const number = port ? Number(port) : scheme && SCHEME_PORTS[scheme];
    return number && host !== 'localhost' ? [{ host, port: number, hasScheme: Boolean(scheme) }] : [];
  });
}

/** The Service that a pod of a namespace reaches by a host's name: by a bare name, `name.namespace`, or a pod's own name before these. */
export function serviceOf(host: string, namespace: string, { services }: World): ServiceDoor | undefined {
  const labels = host.replace(/\.svc(\.cluster\.local)?\.?$/, '').split('.');
  const find = (name?: string, space = namespace) =>
    services.find((door) => door.name === name && door.namespace === space);
  if (labels.length === 1) return find(labels[0]);
  if (labels.length === 2) return find(labels[0], labels[1]) ?? find(labels[1]);
  return labels.length === 3 ? find(labels[1], labels[2]) : undefined;
}

/** Whether a host can only be a Service: names of the world outside have a domain. */
export function isInside({ host, hasScheme }: Spoken, world: World): boolean {
  const [, second] = host.split('.');
  const rendered = world.manifests.filter(({ kind }) => kind === 'Namespace').map(({ name }) => name);
  const namespaces: string[] = [...rendered, ...Object.values(NAMESPACES)];
  return /\.svc(\.|$)/.test(host) || (second === undefined ? hasScheme : namespaces.includes(second));
}
