import type { Api } from './api.ts';
import type { LiveObject } from './live-objects.ts';
import type { Watched } from './watched.ts';

/** A PersistentVolumeClaim, as far as a provisioner reads it. */
export interface Claim extends LiveObject {
  spec: {
    accessModes: string[];
    storageClassName?: string;
    resources: { requests: { storage: string } };
    volumeName?: string;
  };
}

/** The part of a cluster's volume provisioner: each claim gets a volume on paper, of the size it asks for. */
export function playVolumes(api: Api, claims: Watched<Claim>, onFault: (fault: unknown) => void): void {
  const made = new Set<string>();
  const look = () => {
    for (const { metadata, spec } of claims.all) {
      if (spec.volumeName || made.has(metadata.uid ?? '')) continue;
      made.add(metadata.uid ?? '');
      void api.create('/api/v1/persistentvolumes', volumeFor({ metadata, spec })).catch(onFault);
    }
  };
  claims.onChange(look);
  look();
}

function volumeFor({ metadata, spec }: Pick<Claim, 'metadata' | 'spec'>): LiveObject & { spec: object } {
  const { namespace, name, uid } = metadata;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `proof-${uid}` },
    spec: {
      capacity: { storage: spec.resources.requests.storage },
      accessModes: spec.accessModes,
      storageClassName: spec.storageClassName ?? '',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid },
      hostPath: { path: `/proof/${name}` },
    },
  };
}
