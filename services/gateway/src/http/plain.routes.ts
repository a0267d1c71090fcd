import type { FastifyInstance } from 'fastify';
import type { KeyRing } from '../callers/key-ring.ts';

/** Whether this process should get new work; false from SIGTERM on (G12). */
export interface Readiness {
  isReady: boolean;
}

/** The small addresses: liveness, readiness, the public schema, auth's public keys. */
export function registerPlain(app: FastifyInstance, publicSdl: string, keys: KeyRing, readiness: Readiness): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) =>
    reply.code(readiness.isReady ? 200 : 503).send({ status: readiness.isReady ? 'ready' : 'not ready' }),
  );
  app.get('/schema.graphql', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', 'public, max-age=300').send(publicSdl),
  );
  app.get('/.well-known/jwks.json', async (_request, reply) => {
    if (keys.published === undefined) await keys.refresh();
    if (keys.published === undefined)
      return reply.code(503).header('retry-after', '1').send({ error: 'The keys are not available right now.' });
    return reply.type('application/json').header('cache-control', 'public, max-age=60').send(keys.published);
  });
}
