import type { FastifyInstance } from 'fastify';

const EXPOSED =
  'x-request-id, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, x-ratelimit-cost, retry-after';

/**
 * Cross-origin rules of the graph: any origin with a bearer and without credentials; the installation's own with them
 * (`docs/api`, callers).
 */
export function registerCors(app: FastifyInstance, publicOrigin: string): void {
  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    void reply.header('vary', 'Origin');
    if (origin === undefined) return;
    if (origin === publicOrigin)
      void reply.headers({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' });
    else void reply.header('access-control-allow-origin', '*');
    void reply.header('access-control-expose-headers', EXPOSED);
  });
  app.options('/graphql', async (_request, reply) =>
    reply
      .code(204)
      .headers({
        'access-control-allow-methods': 'GET, POST, OPTIONS',
        'access-control-allow-headers':
          'authorization, content-type, accept, last-event-id, x-graphql-event-stream-token',
        'access-control-max-age': '7200',
      })
      .send(),
  );
}
