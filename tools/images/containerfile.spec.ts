import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeFlags, SERVICES } from '../bootstrap/parts.mjs';
import { containerfile, containerfilePath } from './containerfile.mjs';

const lines = (service: string) => readFileSync(containerfilePath(service), 'utf8').split('\n');

describe.each(SERVICES)('the Containerfile of %s', (service) => {
  test('is the one that is written here', () => {
    expect(lines(service).join('\n'), 'run: node tools/images/containerfile.mjs').toBe(containerfile(service));
  });

  test('starts Node as the starter does, as an ordinary user, on a base by digest', () => {
    expect(lines(service)).toContain(`CMD ["node", "${nodeFlags(service).join('", "')}", "dist/main.mjs"]`);
    expect(lines(service)).toContain('USER 65532:65532');
    expect(lines(service)).toContain('ARG NODE_DIGEST');
    const bases = lines(service).filter((line) => line.startsWith('FROM'));
    expect(bases).toEqual([
      expect.stringMatching(/^FROM node:24\.21\.0-\w+-slim@\$\{NODE_DIGEST:\?\S+\} AS base$/),
      'FROM base AS build',
      'FROM base',
    ]);
    expect(lines(service).filter((line) => /HEALTHCHECK|ADD |curl|latest/.test(line))).toEqual([]);
  });

  test('differs from that of auth only in its name and in what data says', () => {
    const common = lines(service).filter((line) => !line.startsWith('RUN apt-get'));
    expect(lines(service).length - common.length).toBe(service === 'recorder' ? 1 : 0);
    const name = (line: string) => line.replaceAll(service, 'SERVICE');
    const ofAuth = lines('auth').map((line) => line.replaceAll('auth', 'SERVICE'));
    const differing = common.filter((line, index) => name(line) !== ofAuth[index]);
    const allowed = { gateway: ['RUN npx nx', 'ENV NODE_ENV', 'CMD'], chat: ['CMD'] }[service] ?? [];
    expect(differing).toEqual(allowed.map((beginning) => expect.stringMatching(`^${beginning}`) as string));
  });
});

test('the context is a list of what is let in, and nothing made or secret comes with it', () => {
  const file = join(import.meta.dirname, '../../.dockerignore');
  const rules = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const lastAdmission = rules.findLastIndex((rule) => rule.startsWith('!'));
  expect(rules[0]).toBe('*');
  expect(rules.slice(1, lastAdmission + 1).every((rule) => /^![\w./-]+$/.test(rule))).toBe(true);
  expect(rules.slice(lastAdmission + 1)).toEqual(
    expect.arrayContaining(['**/node_modules', '**/dist', '**/.git', '**/.nx', '**/.parley*', '**/.env*', '**/*.pem']),
  );
});
