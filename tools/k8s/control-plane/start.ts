import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard } from '../../bootstrap/guard.mjs';
import { freePort } from '../../embedded/free-port.ts';
import { Api } from './api.ts';
import type { Binaries } from './binaries.ts';
import { commands } from './commands.ts';
import { makeCredentials } from './credentials.ts';
import { Kubectl } from './kubectl.ts';
import { Parts } from './parts.ts';
import { until } from './patience.ts';

/** A running control plane and the two ways to speak to it. */
export interface ControlPlane {
  api: Api;
  kubectl: Kubectl;
  /** As the API server says it: `v1.36.3`. */
  version: string;
  /** @throws StepFailure when one of its processes is no more */
  check(): void;
  /** Ends every process and removes what they wrote, logs excepted. */
  stop(): Promise<void>;
}

/**
 * Starts etcd, API server, controller-manager, scheduler and kwok on loopback, with nothing in them.
 *
 * @param options directory for this run, emptied; the guard ends the processes should we be killed
 */
export async function startControlPlane(options: {
  binaries: Binaries;
  directory: string;
  guard: Guard;
}): Promise<ControlPlane> {
  const { binaries, directory, guard } = options;
  const logs = join(directory, 'logs');
  const data = join(directory, 'data');
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const [etcd, peers, port] = await Promise.all([freePort(), freePort(), freePort()]);
  const authority = join(data, 'certificates/apiserver.crt');
  const credentials = makeCredentials(data, `https://127.0.0.1:${port}`, authority);
  const args = commands(data, { etcd, peers, api: port }, credentials);
  const parts = new Parts(logs, guard);
  const start = (name: keyof typeof args) => parts.start(name, binaries[name], args[name]);
  const stop = async () => {
    await Promise.all((['kwok', 'kube-scheduler', 'kube-controller-manager'] as const).map((name) => parts.stop(name)));
    await parts.stop('kube-apiserver');
    await parts.stop('etcd');
    rmSync(data, { recursive: true, force: true });
  };
  try {
    start('etcd');
    start('kube-apiserver');
    await until('the API server writes its certificate', () => (parts.check(), existsSync(authority)));
    const api = new Api({ port, token: credentials.token, authority });
    await until('the API server is ready', () => (parts.check(), isReady(api)), { patienceMs: 60_000 });
    for (const name of ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const) start(name);
    const { gitVersion } = await api.get<{ gitVersion: string }>('/version');
    const env = { ...process.env, ...guard.mark, KUBECONFIG: '', HOME: data };
    const kubectl = new Kubectl(binaries.kubectl, credentials.kubeconfigs.admin, env);
    const end = async () => {
      api.close();
      await stop();
    };
    return { api, kubectl, version: gitVersion, check: () => parts.check(), stop: end };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function isReady(api: Api): Promise<boolean | string> {
  try {
    await api.get('/readyz');
    return true;
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);
  }
}
