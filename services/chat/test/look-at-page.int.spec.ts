import { afterAll, beforeAll, expect, it } from 'vitest';
import { INTERNET, type Outside } from '../src/outside/outside.ts';
import { lookAtPage } from '../src/previews/look-at-page.ts';
import { WebOfItsOwn } from './web-of-its-own.ts';

const page = (title: string) => `<title>${title}</title>`;

let web: WebOfItsOwn;
beforeAll(async () => void (web = await WebOfItsOwn.open()));
afterAll(() => web?.close());

const redirect = (host: string, path: string, location: string) =>
  web.put(host, path, (_, response) => response.writeHead(302, { location }).end());

it.each([
  ['this machine', 'http://127.0.0.1/'],
  ['a number', 'http://2130706433/'],
  ['in hexadecimal', 'http://0x7f.1/'],
  ['in octal', 'http://0177.0.0.1/'],
  ['IPv6', 'http://[::1]/'],
  ['IPv4 in IPv6', 'http://[::ffff:127.0.0.1]/'],
  ['by NAT64', 'http://[64:ff9b::7f00:1]/'],
  ['the cloud’s own', 'http://169.254.169.254/latest/meta-data/'],
  ['a private network', 'https://10.0.0.1/'],
  ['a provider’s network', 'http://100.64.0.1/'],
  ['many', 'http://224.0.0.1/'],
  ['another port', 'http://8.8.8.8:22/'],
  ['another port of https', 'https://8.8.8.8:8443/'],
  ['with credentials', 'http://ada:secret@8.8.8.8/'],
  ['no page of the web', 'ftp://8.8.8.8/'],
  ['a file', 'file:///etc/passwd'],
])('goes nowhere one may not go: %s', async (_, link) => {
  await expect(lookAtPage(link, INTERNET)).rejects.toThrow(/leads nowhere|credentials|no page/);
  // Nor when somebody sends it there.
  const name = `to-${encodeURIComponent(link).replaceAll('%', '').toLowerCase().slice(0, 30)}.example`;
  await expect(lookAtPage(redirect(name, '/', link), web)).rejects.toThrow(/leads nowhere|credentials|no page/);
});

it.each([
  ['this machine', ['127.0.0.1']],
  ['a private network', ['192.168.0.1']],
  ['a private network besides', ['8.8.8.8', '10.0.0.1']],
  ['IPv4 in IPv6', ['::ffff:10.0.0.1']],
  ['nowhere', []],
])('goes nowhere by a name that leads to %s', async (_, addresses) => {
  const outside: Outside = { ...INTERNET, resolve: async () => addresses };
  await expect(lookAtPage('https://rebound.example/', outside)).rejects.toThrow(/leads nowhere/);
});

it('connects to what it looked at, whatever the name leads to a moment later', async () => {
  const link = web.page('rebound.example', '/', page('First'));
  let times = 0;
  const outside: Outside = {
    permits: (address, port) => web.permits(address, port),
    resolve: async () => ((times += 1) === 1 ? ['127.0.0.1'] : ['169.254.169.254']),
  };
  expect(await lookAtPage(link, outside)).toMatchObject({ title: 'First' });
  expect(times).toBe(1);
});

it('follows three redirections, each looked at', async () => {
  redirect('hops.example', '/3', web.page('end.example', '/', page('End')));
  redirect('hops.example', '/2', '/3');
  const link = redirect('hops.example', '/1', '/2');
  expect(await lookAtPage(link, web)).toMatchObject({ url: link, host: 'end.example', title: 'End' });
  await expect(lookAtPage(redirect('hops.example', '/0', '/1'), web)).rejects.toThrow('too many');
});

it('reads half a mebibyte and no more', async () => {
  let written = 0;
  const link = web.put('endless.example', '/', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write(page('Endless'));
    const more = () => {
      while (!response.destroyed && response.write('<!-- '.padEnd(16_384, 'x') + '-->')) written += 16_384;
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  });
  expect(await lookAtPage(link, web)).toMatchObject({ title: 'Endless' });
  // What the sockets of this machine hold on their way comes on top.
  expect(written).toBeLessThan(64 * 1_048_576);
  const late = '<head>'.padEnd(524_288, ' ') + page('Too late');
  expect(await lookAtPage(web.page('late.example', '/', late), web)).toBeUndefined();
});

it('waits five seconds for everything together', async () => {
  const link = web.put('slow.example', '/', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    const drip = setInterval(() => response.write(' '), 100);
    response.on('close', () => clearInterval(drip));
  });
  const from = performance.now();
  await expect(lookAtPage(link, web)).rejects.toThrow();
  expect(performance.now() - from).toBeGreaterThan(4_500);
  expect(performance.now() - from).toBeLessThan(10_000);
}, 15_000);

it.each([
  ['a picture', { 'content-type': 'image/svg+xml' }],
  ['what says nothing', {}],
  ['what is packed', { 'content-type': 'text/html', 'content-encoding': 'gzip' }],
])('does not read %s', async (what, headers) => {
  const host = `${what.replaceAll(' ', '-')}.example`;
  const link = web.put(host, '/', (_, response) => response.writeHead(200, headers).end(page('Read')));
  expect(await lookAtPage(link, web)).toBeUndefined();
});

it('reads letters as the page says they are', async () => {
  const latin = Buffer.from('<meta charset="iso-8859-1"><title>Caf\u00e9</title>', 'latin1');
  const link = web.put('latin.example', '/', (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(latin),
  );
  expect(await lookAtPage(link, web)).toMatchObject({ title: 'Café' });
});
