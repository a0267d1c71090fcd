import { createServer } from 'node:http';

/**
 * Answers on a service's port while it waits for its database and its bus: alive, and not ready (G12). Whoever asks for
 * anything else may come again in a second.
 * @returns closes it, so that the service itself can listen there
 */
export async function openWaitingDoor(host: string, port: number): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const isAlive = request.method === 'GET' && request.url === '/healthz';
    const headers = { 'content-type': 'application/json; charset=utf-8', connection: 'close' };
    response.writeHead(isAlive ? 200 : 503, isAlive ? headers : { ...headers, 'retry-after': '1' });
    response.end(JSON.stringify({ status: isAlive ? 'ok' : 'not ready' }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
}
