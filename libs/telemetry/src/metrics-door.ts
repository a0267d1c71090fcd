import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Metrics } from './metrics.ts';

/** An open door for Prometheus. */
export interface MetricsDoor {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Opens a port of its own for Prometheus: `GET /metrics`, and 404 for everything else. It knows no caller: only the
 * network decides who reaches it.
 * @param port 0: any that is free
 */
export async function openMetricsDoor(metrics: Metrics, host: string, port: number): Promise<MetricsDoor> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end();
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}
