import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kustomizationTree } from './kustomization.ts';
import { kustomizeFailure } from './kustomize-failure.ts';
import { locate } from './locate.ts';
import type { Path } from './yaml-file.ts';

const FILES = {
  'base/kustomization.yaml': 'resources: [chat.yaml]\n',
  'base/chat.yaml': `kind: Deployment
metadata:
  name: chat
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: service
          image: parley/chat
          env:
            - name: A
              value: a
            - name: B
              value: b
`,
  'overlay/kustomization.yaml': `resources: [../base]
patches:
  - path: patch.yaml
  - target: { kind: Deployment, name: chat }
    patch: |
      - op: replace
        path: /spec/template/spec/containers/0/env/0/value
        value: z
replicas:
  - { name: chat, count: 3 }
images:
  - { name: parley/chat, newName: registry/chat, newTag: '1' }
configMapGenerator:
  - name: settings
    literals:
      - A=1
      - B=2
    files: [nats.conf]
`,
  'overlay/patch.yaml': `kind: Deployment
metadata:
  name: chat
spec:
  template:
    spec:
      containers:
        - name: service
          env:
            - name: B
              value: patched
`,
};

const RENDERED = {
  kind: 'Deployment',
  metadata: { name: 'chat' },
  spec: {
    replicas: 3,
    template: {
      spec: {
        containers: [
          {
            name: 'service',
            image: 'registry/chat:1',
            env: [
              { name: 'A', value: 'z' },
              { name: 'B', value: 'patched' },
            ],
          },
        ],
      },
    },
  },
};

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'parley-locate-'));
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
});
afterEach(() => rmSync(directory, { recursive: true }));

function placeOf(path: Path, object: unknown = RENDERED, origin = 'base/chat.yaml'): string {
  const { file, line } = locate(
    { object, origin: join(directory, origin) },
    kustomizationTree(join(directory, 'overlay')),
    path,
  );
  return `${basename(file)}:${line}`;
}

const CONTAINER = ['spec', 'template', 'spec', 'containers', 0] as const;

test('a field of the object’s own file', () => {
  expect(placeOf(['metadata', 'name'])).toBe('chat.yaml:3');
  expect(placeOf([...CONTAINER, 'name'])).toBe('chat.yaml:9');
});

test('a field of a patch, of an inline patch, of a transformer', () => {
  expect(placeOf([...CONTAINER, 'env', 1, 'value'])).toBe('patch.yaml:11');
  expect(placeOf([...CONTAINER, 'env', 0, 'value'])).toBe('kustomization.yaml:8');
  expect(placeOf([...CONTAINER, 'image'])).toBe('kustomization.yaml:12');
  expect(placeOf(['spec', 'replicas'])).toBe('kustomization.yaml:10');
});

test('a field that is not there is looked for around it', () => {
  expect(placeOf([...CONTAINER, 'livenessProbe', 'httpGet'])).toBe('chat.yaml:9');
  expect(placeOf(['spec', 'strategy'])).toBe('chat.yaml:4');
});

test('what a generator makes, with the hash behind its name', () => {
  const map = {
    kind: 'ConfigMap',
    metadata: { name: 'settings-2g5bh7m6kt' },
    data: { B: '2', 'nats.conf': 'port: 4222' },
  };
  expect(placeOf(['data', 'B'], map, 'overlay/kustomization.yaml')).toBe('kustomization.yaml:17');
  expect(placeOf(['data', 'nats.conf'], map, 'overlay/kustomization.yaml')).toBe('nats.conf:1');
});

test('kustomize’s own refusals name the file, and the line that its words are about', () => {
  const overlay = join(directory, 'overlay');
  const said = `Error: accumulating resources: recursed accumulation of path '${overlay}': no matches for Id Deployment.v1.apps/chat.parley; failed`;
  expect(kustomizeFailure(said, overlay)).toMatchObject({
    file: expect.stringMatching(/overlay\/patch\.yaml$/),
    line: 3,
    problem: 'no matches for Id Deployment.v1.apps/chat.parley; failed',
  });
});
