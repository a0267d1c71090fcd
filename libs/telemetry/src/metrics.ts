import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. A query is answered in the first, a slow one in the fourth; the last is a resolver's time-out (G11). */
const DURATION_BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/** Answers whose end is the client's choice: their length says nothing. */
const STREAM = 'text/event-stream';

/** What the meter reads of a request and its reply, as Fastify has them at `onResponse`. */
interface MeteredRequest {
  readonly routeOptions: { readonly url?: string | undefined };
}
interface MeteredReply {
  readonly statusCode: number;
  /** Milliseconds. */
  readonly elapsedTime: number;
  readonly raw: { getHeader(name: string): unknown };
}

/** Name and one sentence; `docs/operate/metrics.md` says the rest. */
export interface Metric {
  /** `parley_…`, with its unit at the end. */
  readonly name: string;
  readonly help: string;
}

/**
 * What one process tells of itself, for Prometheus: memory, CPU, garbage collection and event loop from the start on, and
 * what its parts add. No label holds anything that a client or a user chose.
 */
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** What `read` says at each scrape; while it throws, the metric has no value and the others are told all the same. */
  gauge({ name, help }: Metric, read: () => number | Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        try {
          gauge.set(await read());
        } catch {
          gauge.remove();
        }
      },
    });
  }

  /** How often something has happened since the start, as `read` counts it: it never goes down. */
  counter({ name, help }: Metric, read: () => number): void {
    const counter: Counter = new Counter({
      name,
      help,
      registers: [this.registry],
      collect() {
        counter.reset();
        counter.inc(read());
      },
    });
  }

  /** Measures HTTP requests by route pattern and class of status: a Fastify `onResponse` hook. */
  requestMeter(): (request: MeteredRequest, reply: MeteredReply, done: () => void) => void {
    const durations = new Histogram({
      name: 'parley_http_request_duration_seconds',
      help: 'Time from an HTTP request to the end of its answer; event streams are left out.',
      labelNames: ['route', 'status'],
      buckets: DURATION_BUCKETS,
      registers: [this.registry],
    });
    return (request, reply, done) => {
      if (!String(reply.raw.getHeader('content-type')).startsWith(STREAM)) {
        const labels = { route: request.routeOptions.url ?? 'none', status: `${Math.trunc(reply.statusCode / 100)}xx` };
        durations.observe(labels, reply.elapsedTime / 1_000);
      }
      done();
    };
  }

  /** Every metric's name and type, in the order in which they are told. */
  list(): { name: string; type: string }[] {
    return this.registry
      .getMetricsAsArray()
      .map((metric) => ({ name: metric.name, type: String((metric as unknown as { type: string }).type) }));
  }

  /** All of them in Prometheus' text format. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** The media type of `text`. */
  get contentType(): string {
    return this.registry.contentType;
  }
}
