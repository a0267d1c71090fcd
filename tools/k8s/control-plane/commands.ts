import { join } from 'node:path';
import type { Credentials } from './credentials.ts';

/** Where a run's parts listen, all on loopback. */
export interface Ports {
  etcd: number;
  peers: number;
  api: number;
}

/** How the parts of a control plane are told what they need: flags of the real programs, by program. */
export function commands(directory: string, ports: Ports, credentials: Credentials) {
  const etcd = `http://127.0.0.1:${ports.etcd}`;
  const peers = `http://127.0.0.1:${ports.peers}`;
  const authority = join(directory, 'certificates/apiserver.crt');
  return {
    etcd: flags({
      name: 'proof',
      'data-dir': join(directory, 'etcd'),
      'listen-client-urls': etcd,
      'advertise-client-urls': etcd,
      'listen-peer-urls': peers,
      'initial-advertise-peer-urls': peers,
      'initial-cluster': `proof=${peers}`,
      'unsafe-no-fsync': 'true',
      'log-level': 'warn',
    }),
    'kube-apiserver': flags({
      'etcd-servers': etcd,
      'bind-address': '127.0.0.1',
      'secure-port': String(ports.api),
      'cert-dir': join(directory, 'certificates'),
      // Nobody reaches this API server by its Service, and loopback may not stand in Endpoints.
      'endpoint-reconciler-type': 'none',
      'advertise-address': '192.0.2.1',
      'external-hostname': '127.0.0.1',
      'service-cluster-ip-range': '10.96.0.0/16',
      'token-auth-file': credentials.tokenFile,
      'authorization-mode': 'RBAC',
      'anonymous-auth': 'false',
      'service-account-issuer': 'https://kubernetes.default.svc',
      'service-account-key-file': credentials.serviceAccountKey,
      'service-account-signing-key-file': credentials.serviceAccountKey,
      // Admission is the default set, with Pod Security and service accounts in it.
      'allow-privileged': 'true',
    }),
    'kube-controller-manager': flags({
      kubeconfig: credentials.kubeconfigs['controller-manager'],
      'service-account-private-key-file': credentials.serviceAccountKey,
      'root-ca-file': authority,
      'use-service-account-credentials': 'true',
      'leader-elect': 'false',
      'secure-port': '0',
      'horizontal-pod-autoscaler-sync-period': '3s',
    }),
    'kube-scheduler': flags({
      kubeconfig: credentials.kubeconfigs.scheduler,
      'leader-elect': 'false',
      'secure-port': '0',
    }),
    kwok: flags({
      kubeconfig: credentials.kubeconfigs.admin,
      config: join(import.meta.dirname, 'stages.yaml'),
      'manage-all-nodes': 'true',
      'node-ip': '192.0.2.10',
      cidr: '10.244.0.1/16',
      'node-lease-duration-seconds': '40',
    }),
  };
}

function flags(values: Record<string, string>): string[] {
  return Object.entries(values).map(([name, value]) => `--${name}=${value}`);
}
