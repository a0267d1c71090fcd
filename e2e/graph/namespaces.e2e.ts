import { expect, test } from '@playwright/test';
import { once } from 'node:events';
import { Namespaces, WIRE } from '../harness/namespaces.ts';

const PORT = 28_080;
const SERVE = `require('node:http').createServer((_, answer) => answer.end('here')).listen(${PORT}, '127.0.0.1', () => console.log('up'))`;

let namespaces: Namespaces;
test.beforeAll(async () => {
  const why = Namespaces.whyNot();
  test.skip(why !== undefined, why);
  namespaces = await Namespaces.create();
});
test.afterAll(() => namespaces?.dispose());

/** What the client reads at its own localhost; undefined when nothing comes. */
function read(): Promise<string | undefined> {
  const script = `fetch('http://127.0.0.1:${PORT}', { signal: AbortSignal.timeout(1000) }).then((r) => r.text()).then(console.log)`;
  return namespaces.run('client', process.execPath, '-e', script).then(
    (words) => words.trim(),
    () => undefined,
  );
}

test('two namespaces are joined by a wire that can be cut, pulled and mended', async () => {
  const server = namespaces.spawn('server', process.execPath, ['-e', SERVE], { stdio: ['ignore', 'pipe', 'ignore'] });
  if (server.stdout) await once(server.stdout, 'data');
  expect(await read(), 'nothing leads over the wire by itself').toBeUndefined();
  await namespaces.reach(PORT);
  expect(await read()).toBe('here');
  await namespaces.cut();
  expect(await read()).toBeUndefined();
  await namespaces.cut('udp');
  expect(await read(), 'TCP goes on where UDP is blocked').toBe('here');
  await namespaces.restore();
  await namespaces.unplug();
  expect(await read()).toBeUndefined();
  await namespaces.plug();
  await expect.poll(read).toBe('here');
  expect(await namespaces.run('client', 'ip', 'route')).toContain(`dev ${WIRE}`);
});

test('disposing ends what runs in them and leaves nothing', async () => {
  const mine = await Namespaces.create();
  const child = mine.spawn('client', 'sleep', ['600'], { stdio: 'ignore' });
  await expect.poll(() => mine.run('client', 'ip', 'netns', 'pids', mine.name('client'))).not.toBe('');
  const gone = once(child, 'exit');
  await mine.dispose();
  await gone;
  expect((await namespaces.run('server', 'ip', 'netns', 'list')).includes(mine.name('client'))).toBe(false);
});
