import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildService } from './service.mjs';

const WORKSPACE = join(import.meta.dirname, '../..');
let root: string;
let service: string;
beforeAll(() => {
  mkdirSync(join(WORKSPACE, '.parley-test'), { recursive: true });
  root = mkdtempSync(join(WORKSPACE, '.parley-test/build-'));
  service = join(root, 'services/probe');
  mkdirSync(join(service, 'src'), { recursive: true });
  symlinkSync(join(WORKSPACE, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const MAIN = `
import 'reflect-metadata';
import { newRequestId } from './helper.ts';
import { prefixOfService } from '@parley/contracts';
function Injectable(): ClassDecorator { return () => undefined; }
class Engine {}
@Injectable()
class Car { constructor(private readonly engine: Engine) {} }
const [type] = Reflect.getMetadata('design:paramtypes', Car) as { name: string }[];
process.stdout.write([type?.name, prefixOfService('media-gateway'), newRequestId()].join(' '));
`;

test('a service becomes one file an entry: our libraries inside, packages outside, decorators with their types', async () => {
  writeFileSync(join(service, 'src/main.ts'), MAIN);
  writeFileSync(join(service, 'src/helper.ts'), `export const newRequestId = (): string => 'made';`);
  writeFileSync(join(service, 'src/migrate.ts'), `process.stdout.write('migrated');`);
  expect(await buildService(service)).toEqual(['main', 'migrate']);
  const said = (entry: string) => execFileSync(process.execPath, [join(service, 'dist', entry)]).toString();
  expect(said('main.mjs')).toBe('Engine media made');
  expect(said('migrate.mjs')).toBe('migrated');
  expect(readdirSync(join(service, 'dist'))).toContain('main.bundle.mjs.map');
});

test('what does not build is refused', async () => {
  writeFileSync(join(service, 'src/main.ts'), `import { x } from './nowhere.ts'; x();`);
  await expect(buildService(service)).rejects.toThrow(/nowhere/);
});
