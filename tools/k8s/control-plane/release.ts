import type { KubeObject } from '../objects.ts';
import { documents } from './kubectl.ts';
import type { Stage } from './stage.ts';
import { isOf } from './scenarios/migrations-first.ts';

/**
 * Applies a new release of one service as an operator does: the Deployment with another tag, and a migration Job named
 * by the release.
 *
 * @param tries how often a failing Job tries again; the manifests' own number takes an hour
 */
export async function release(stage: Stage, service: string, tag: string, tries?: number): Promise<void> {
  const mine = stage.manifests
    .filter(({ kind, name }) => (kind === 'Deployment' && name === service) || (kind === 'Job' && isOf(service, name)))
    .map(({ object }) => retagged(object, service, tag, tries));
  await stage.plane.kubectl.must(['apply', '--validate=strict', '-f', '-'], documents(mine));
}

function retagged(object: KubeObject, service: string, tag: string, tries?: number): KubeObject {
  const copy = JSON.parse(
    JSON.stringify(object).replaceAll(new RegExp(`("image":"[^"]*/${service}):[^"]*"`, 'g'), `$1:${tag}"`),
  ) as KubeObject;
  if (copy.kind !== 'Job') return copy;
  copy.metadata.name = `${service}-migrate-${tag}`;
  if (tries !== undefined) copy.spec = { ...copy.spec, backoffLimit: tries };
  return copy;
}
