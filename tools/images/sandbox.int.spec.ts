import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runInSandbox, whyNoSandbox } from './sandbox.ts';

const noSandbox = whyNoSandbox();
let app: string;
beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'parley-app-'));
  chmodSync(app, 0o777);
});
afterAll(() => rmSync(app, { recursive: true, force: true }));

/** What a program says, as JSON, that is the whole of an image. */
function said(program: string): unknown {
  writeFileSync(
    join(app, 'main.mjs'),
    `const say = (value) => process.stdout.write(JSON.stringify(value));\n${program}`,
  );
  const { status, stdout, stderr } = runInSandbox(app, ['main.mjs'], { PATH: process.env.PATH });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

test.skipIf(noSandbox)('nothing can be written but in /tmp', () => {
  const places = ['/app', '/', '/etc', '/usr', '/dev', '/tmp'];
  const outcomes = said(`
    import { writeFileSync } from 'node:fs';
    const write = (place) => { try { writeFileSync(place + '/probe', 'x'); return 'written'; } catch (error) { return error.code; } };
    say(${JSON.stringify(places)}.map(write));`);
  expect(outcomes).toEqual(['EROFS', 'EROFS', 'EROFS', 'EROFS', 'EROFS', 'written']);
});

test.skipIf(noSandbox)('a service that writes beside itself fails', () => {
  writeFileSync(join(app, 'main.mjs'), `import { writeFileSync } from 'node:fs'; writeFileSync('cache', 'x');`);
  expect(runInSandbox(app, ['main.mjs'], { PATH: process.env.PATH })).toMatchObject({ status: 1 });
});

test.skipIf(noSandbox)('nothing of the workspace is there', () => {
  const outcomes = said(`
    import { existsSync } from 'node:fs';
    const find = (name) => import(name).then(() => 'found', (error) => error.code);
    say([existsSync(${JSON.stringify(import.meta.dirname)}), await find('zod'), await find('typeorm')]);`);
  expect(outcomes).toEqual([false, 'ERR_MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);
});

test.skipIf(noSandbox)('it is an ordinary user without privileges', () => {
  const outcomes = said(`
    import { readFileSync } from 'node:fs';
    const status = readFileSync('/proc/self/status', 'utf8');
    const of = (key) => new RegExp(key + ':\\\\s*(\\\\S+)').exec(status)[1];
    say([process.getuid(), process.getgid(), of('CapEff'), of('NoNewPrivs')]);`);
  expect(outcomes).toEqual([65532, 65532, '0000000000000000', '1']);
});
