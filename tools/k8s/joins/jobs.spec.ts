import { expect, test } from 'vitest';
import { inlineWorld, told } from '../inline.ts';
import { checkJobs } from './jobs.ts';

const DEPLOYMENT = (init: string) => `
kind: Deployment
metadata: { name: chat, namespace: parley }
spec:
  template:
    spec:
      ${init}
      containers:
        - { name: service, image: 'parley/chat:1.2.0' }
`;
const JOB = (name: string, tag: string) => `---
kind: Job
metadata: { name: ${name}, namespace: parley }
spec:
  template:
    metadata: { labels: { app.kubernetes.io/name: chat-migrate } }
    spec:
      containers:
        - { name: migrate, image: 'parley/chat:${tag}' }
`;
const WAITS = "initContainers: [{ name: wait-for-migrations, image: 'parley/chat:1.2.0', command: [node, --wait] }]";

test('the migration of the same image, named after it, and waited for', () => {
  expect(checkJobs(inlineWorld(DEPLOYMENT(WAITS) + JOB('chat-migrate-1-2-0', '1.2.0')))).toEqual([]);
});

test('no migration, and nobody waits', () => {
  expect(told(checkJobs(inlineWorld(DEPLOYMENT('volumes: []'))))).toEqual([
    '3 Deployment parley/chat: no Job chat-migrate-<release> makes its tables',
    '6 Deployment parley/chat: no init container wait-for-migrations keeps it from starting too soon',
  ]);
});

test('the migration of another release', () => {
  const waits = WAITS.replace('--wait', '--help').replace('1.2.0', '1.1.0');
  expect(told(checkJobs(inlineWorld(DEPLOYMENT(waits) + JOB('chat-migrate-1-2-0', '1.3.0-rc.1'))))).toEqual([
    '18 Job parley/chat-migrate-1-2-0: it migrates with parley/chat:1.3.0-rc.1, and the service is parley/chat:1.2.0',
    '12 Job parley/chat-migrate-1-2-0: its image is parley/chat:1.3.0-rc.1: the Job must be named chat-migrate-1-3-0-rc-1',
    '7 Deployment parley/chat: it waits with parley/chat:1.1.0, and the service is parley/chat:1.2.0',
    '7 Deployment parley/chat: wait-for-migrations must run with --wait',
  ]);
});
