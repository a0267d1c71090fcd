import { STORED } from '../../bootstrap/parts.mjs';
import type { Finding } from '../finding.ts';
import type { Workload } from '../workloads.ts';
import type { World } from '../world.ts';

/** Every service with tables has the migration of its own image, and waits for it (G13). */
export function checkJobs({ workloads }: World): Finding[] {
  return STORED.flatMap((service) => {
    const deployment = workloads.find(({ manifest }) => manifest.kind === 'Deployment' && manifest.name === service);
    if (!deployment) return [];
    const job = workloads.find(({ manifest, name }) => manifest.kind === 'Job' && name === `${service}-migrate`);
    return [...migration(deployment, job), ...waiting(deployment)];
  });
}

function imageOf({ pod }: Workload): string {
  return (pod.containers ?? [])[0]?.image ?? '';
}

function migration(deployment: Workload, job: Workload | undefined): Finding[] {
  const { manifest } = deployment;
  if (!job)
    return [manifest.finding(['metadata', 'name'], `no Job ${manifest.name}-migrate-<release> makes its tables`)];
  const image = imageOf(job);
  const [, tag = ''] = /:([^:/@]+)(@|$)/.exec(image) ?? [];
  const name = `${manifest.name}-migrate-${tag.replaceAll(/[._+]/g, '-').toLowerCase()}`;
  const place = [...job.path, 'containers', 0, 'image'];
  const isOther = image !== imageOf(deployment);
  const words = `it migrates with ${image}, and the service is ${imageOf(deployment)}`;
  const ofImage = isOther ? [job.manifest.finding(place, words)] : [];
  if (job.manifest.name === name) return ofImage;
  return [
    ...ofImage,
    job.manifest.finding(['metadata', 'name'], `its image is ${image}: the Job must be named ${name}`),
  ];
}

function waiting({ manifest, pod, path }: Workload): Finding[] {
  const index = (pod.initContainers ?? []).findIndex(({ name }) => name === 'wait-for-migrations');
  const init = pod.initContainers?.[index];
  if (!init)
    return [
      manifest.lack(
        [...path, 'initContainers'],
        'no init container wait-for-migrations keeps it from starting too soon',
      ),
    ];
  const image = (pod.containers ?? [])[0]?.image;
  const place = [...path, 'initContainers', index];
  const other =
    init.image === image
      ? []
      : [manifest.finding([...place, 'image'], `it waits with ${init.image}, and the service is ${image}`)];
  const waits = [...(init.command ?? []), ...(init.args ?? [])].includes('--wait');
  return waits
    ? other
    : [...other, manifest.finding([...place, 'command'], 'wait-for-migrations must run with --wait')];
}
