import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Metrics, openMetricsDoor, type MetricsDoor } from './index.ts';

let metrics: Metrics;
let door: MetricsDoor;
beforeEach(async () => {
  metrics = new Metrics();
  door = await openMetricsDoor(metrics, '127.0.0.1', 0);
});
afterEach(() => door.close());

const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${door.port}${path}`, { method });
const read = async () => (await ask('/metrics')).text();

describe('the door for Prometheus', () => {
  it('tells of the process in Prometheus’ own format', async () => {
    const answer = await ask('/metrics');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answer.text()).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  });

  it.each([
    ['/', 'GET'],
    ['/metrics/', 'GET'],
    ['/metrics?name=all', 'GET'],
    ['/healthz', 'GET'],
    ['/metrics', 'POST'],
    ['/metrics', 'HEAD'],
    ['/metrics', 'DELETE'],
  ])('answers %s to %s with 404 and nothing more', async (path, method) => {
    const answer = await ask(path, method);
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });

  it('cannot be opened twice on one port', async () => {
    await expect(openMetricsDoor(metrics, '127.0.0.1', door.port)).rejects.toThrow(/EADDRINUSE/);
  });
});

describe('metrics of ours', () => {
  it('are read when they are asked for; one that fails has no value, and the others are told', async () => {
    let facts = 3;
    metrics.gauge({ name: 'parley_outbox_unpublished', help: 'facts' }, async () => {
      if (facts === 0) throw new Error('the database is away');
      return facts;
    });
    metrics.counter({ name: 'parley_dead_letters_total', help: 'letters' }, () => 2);
    expect(await read()).toMatch(/^parley_outbox_unpublished 3$/m);
    facts = 4;
    expect(await read()).toMatch(/^parley_outbox_unpublished 4$/m);
    facts = 0;
    const text = await read();
    expect(text).not.toMatch(/^parley_outbox_unpublished \d/m);
    expect(text).toMatch(/^parley_dead_letters_total 2$/m);
  });

  it('measure requests by pattern and class, never by address, and leave event streams out', async () => {
    const meter = metrics.requestMeter();
    const answer = (url: string | undefined, statusCode: number, type = 'application/json') => {
      const getHeader = () => type;
      meter({ routeOptions: { url } }, { statusCode, elapsedTime: 30, raw: { getHeader } }, () => undefined);
    };
    answer('/graphql', 200);
    answer('/graphql', 503);
    answer('/graphql', 200, 'text/event-stream; charset=utf-8');
    answer(undefined, 404);
    const text = await read();
    expect(text).toMatch(/^parley_http_request_duration_seconds_count\{route="\/graphql",status="2xx"\} 1$/m);
    expect(text).toMatch(/^parley_http_request_duration_seconds_sum\{route="\/graphql",status="5xx"\} 0\.03$/m);
    expect(text).toMatch(/^parley_http_request_duration_seconds_count\{route="none",status="4xx"\} 1$/m);
  });
});
