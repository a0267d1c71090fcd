import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '@parley/telemetry';
import { expect, test } from 'vitest';
import { createServer } from './server.ts';

test('a body that does not come whole in time ends, one that goes through to another does not', async () => {
  const app = createServer([], { isReady: true }, createLogger('gateway', 'silent'), 300);
  app.post('/own', async () => 'whole');
  app.put('/through', { config: { isPassage: true } }, async () => 'whole');
  await app.listen({ host: '127.0.0.1', port: 0 });
  try {
    const { port } = app.server.address() as AddressInfo;
    const begin = (method: string, path: string) => {
      const headers = { 'content-type': 'application/json', 'content-length': 2 };
      const out = request({ port, method, path, headers });
      out.write('{');
      return out;
    };
    const through = begin('PUT', '/through');
    const own = begin('POST', '/own');
    const [error] = (await once(own, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNRESET');
    await sleep(300);
    through.end('}');
    const [answer] = (await once(through, 'response')) as [{ statusCode: number }];
    expect(answer.statusCode).toBe(200);
  } finally {
    await app.close();
  }
});
