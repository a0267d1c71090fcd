import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '../../suites/suite.ts';
import type { Place } from '../finding.ts';
import { ofKind, type Manifest } from '../manifest.ts';
import { containersOf, type Workload } from '../workloads.ts';
import type { World } from '../world.ts';
import type { Path } from '../yaml-file.ts';

/** A text that pods are given. */
export interface Told {
  text: string;
  /** Name of the variable or file. */
  source: string;
  manifest: Manifest;
  /** Where a part of the text stands. */
  placeOf(part: string): Place;
}

/** Everything that the pods of a workload are told: variables, arguments and files. */
export function toldTo(workload: Workload, world: World): Told[] {
  return [...variables(workload, world), ...files(workload, world)];
}

function variables(workload: Workload, world: World): Told[] {
  const { manifest, path, pod, namespace } = workload;
  return containersOf(pod).flatMap(({ container, path: place }) => {
    const at =
      (...inner: Path) =>
      () =>
        manifest.placeOf([...path, ...place, ...inner]);
    const env = (container.env ?? []).flatMap(({ name, value, valueFrom }, index): Told[] => {
      const ref = valueFrom?.configMapKeyRef;
      const text = value ?? (ref && configMap(world, namespace, ref.name)?.object.data?.[ref.key]);
      const field = value === undefined ? [] : ['value'];
      return text ? [{ text, source: name, manifest, placeOf: at('env', index, ...field) }] : [];
    });
    const whole = (container.envFrom ?? []).flatMap(({ configMapRef }) => {
      const map = configMapRef && configMap(world, namespace, configMapRef.name);
      return map ? entries(map) : [];
    });
    const words = (['command', 'args'] as const).flatMap((field) =>
      (container[field] ?? []).map((text, index): Told => ({
        text,
        source: field,
        manifest,
        placeOf: at(field, index),
      })),
    );
    return [...env, ...whole, ...words];
  });
}

function files({ pod, namespace }: Workload, world: World): Told[] {
  const names = (pod.volumes ?? []).flatMap(({ configMap: own, projected }) => [
    own?.name,
    ...(projected?.sources ?? []).map((source) => source.configMap?.name),
  ]);
  return names.flatMap((name) => {
    const map = name && configMap(world, namespace, name);
    return map ? entries(map) : [];
  });
}

function entries(map: Manifest): Told[] {
  return Object.entries(map.object.data ?? {}).map(([key, value]) => ({
    text: value.replaceAll(/(^|\s)#.*$/gm, ''),
    source: key,
    manifest: map,
    placeOf: (part) => lineWith(map.placeOf(['data', key]), part),
  }));
}

/** The first line from a place on that holds a text. */
function lineWith({ file, line }: Place, part: string): Place {
  const lines = readFileSync(join(WORKSPACE, file), 'utf8').split('\n');
  const found = lines.findIndex((one, index) => index >= line - 1 && one.includes(part));
  return { file, line: found < 0 ? line : found + 1 };
}

function configMap({ manifests }: World, namespace: string, name: string): Manifest | undefined {
  return ofKind(manifests, 'ConfigMap').find((one) => one.name === name && one.namespace === namespace);
}
