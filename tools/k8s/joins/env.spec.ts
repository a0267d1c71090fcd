import { expect, test } from 'vitest';
import { inlineWorld, told } from '../inline.ts';
import { checkEnv } from './env.ts';

const job = (env: string) =>
  inlineWorld(`
kind: Job
metadata: { name: chat-migrate-1, namespace: parley }
spec:
  template:
    metadata: { labels: { app.kubernetes.io/name: chat-migrate } }
    spec:
      containers:
        - name: migrate
          env:
${env}
`);
const PASSWORD = '            - { name: DATABASE_PASSWORD, valueFrom: { secretKeyRef: { name: a, key: b } } }';
const URL = '            - { name: DATABASE_URL, value: "postgres://a:$(DATABASE_PASSWORD)@b:5432/c" }';

test('told all it must know', async () => {
  expect(await checkEnv(job(`${PASSWORD}\n${URL}`))).toEqual([]);
});

test('a variable must come before it is used', async () => {
  expect(told(await checkEnv(job(`${URL}\n${PASSWORD}`)))).toEqual([
    '11 Job parley/chat-migrate-1: DATABASE_URL uses $(DATABASE_PASSWORD), which is not set before it',
  ]);
});

test('a key too few and one too many', async () => {
  expect(told(await checkEnv(job('            - { name: LOG_LEVEL, value: info }')))).toEqual([
    '10 Job parley/chat-migrate-1: container migrate is not told DATABASE_URL, which it must know',
    '11 Job parley/chat-migrate-1: container migrate does not know the key LOG_LEVEL',
  ]);
});

test('a value that is none, and a secret in the open', async () => {
  expect(told(await checkEnv(job('            - { name: DATABASE_URL, value: "mysql://a:hunter2@b/c" }')))).toEqual([
    '11 Job parley/chat-migrate-1: DATABASE_URL must begin with postgres://',
    '11 Job parley/chat-migrate-1: DATABASE_URL holds a secret in the open',
  ]);
});
