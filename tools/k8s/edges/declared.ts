import type { Finding } from '../finding.ts';
import type { Workload } from '../workloads.ts';
import type { World } from '../world.ts';
import { at, type Path } from '../yaml-file.ts';
import type { End, Need, Protocol } from './edge.ts';

/** What only a third party's program knows, written on the workload: `nats:6222, internet:443, nodes:40000/udp`. */
export const TALKS_TO = 'parley.example/talks-to';
/** The same the other way round: `cnpg-system:8000`. */
export const REACHED_FROM = 'parley.example/reached-from';

const OUTSIDE = ['internet', 'nodes', 'anyone', 'dns', 'entrance', 'monitoring'];

/** The edges that a workload declares. */
export function declared(workload: Workload, world: World): { needs: Need[]; findings: Finding[] } {
  const { manifest } = workload;
  const needs: Need[] = [];
  const findings: Finding[] = [];
  for (const annotation of [TALKS_TO, REACHED_FROM]) {
    const path = placeOf(workload, annotation);
    const text = path && at(manifest.object, path);
    if (!path || typeof text !== 'string') continue;
    for (const word of text.split(',').map((part) => part.trim())) {
      const [, name = '', port, protocol = 'tcp'] = /^([\w.-]+):(\d+)(?:\/(tcp|udp))?$/.exec(word) ?? [];
      const other = annotation === TALKS_TO ? target(name, workload, world) : name;
      if (!port || !other) {
        findings.push(
          manifest.finding(path, `${annotation} says ${word}, which is no workload, Service or place outside`),
        );
        continue;
      }
      const ends = annotation === TALKS_TO ? { from: workload, to: other } : { from: other, to: workload };
      const about = { manifest, place: manifest.placeOf(path), source: annotation };
      needs.push({ ...ends, ...about, port: Number(port), protocol: protocol.toUpperCase() as Protocol });
    }
  }
  return { needs, findings };
}

/** On the workload itself, or on its pods. */
function placeOf({ manifest, path }: Workload, annotation: string): Path | undefined {
  const places: Path[] = [[], path.slice(0, -1)].map((base) => [...base, 'metadata', 'annotations', annotation]);
  return places.find((place) => at(manifest.object, place) !== undefined);
}

function target(name: string, { namespace }: Workload, { services, workloads }: World): End | undefined {
  if (OUTSIDE.includes(name)) return name;
  const [first, space = namespace] = name.split('.');
  const door = services.find((one) => one.name === first && one.namespace === space);
  return workloads.find((one) => one.name === first && one.namespace === space) ?? door?.workloads[0];
}
