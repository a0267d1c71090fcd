import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** A file whose name holds a hash of its content, eight characters and not all of them small letters: it never changes. */
const HASHED = /[.-](?=[\w-]*[A-Z0-9])[\w-]{8}\.(?:js|css|woff2?|svg|png|jpe?g|webp|avif|ico|wasm|map|json)$/;

/**
 * Serves the built web client: precompressed files as they lie, hashed files for ever, and the page itself for every
 * address of the app.
 */
export async function registerPages(
  app: FastifyInstance,
  webDir: string,
  headers: Record<string, string>,
): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(webDir, '/'),
    prefix: '/',
    wildcard: true,
    preCompressed: true,
    index: 'index.html',
    cacheControl: false,
    setHeaders: (response, path) => {
      const file = path.replace(/\.(?:br|gz)$/, '');
      response.header('cache-control', HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
      for (const [name, value] of Object.entries(headers)) response.header(name, value);
    },
  });
  app.setNotFoundHandler(async (request: FastifyRequest, reply: FastifyReply) =>
    isAppAddress(request)
      ? reply.sendFile('index.html')
      : reply.code(404).type('text/plain').send('There is nothing here.'),
  );
}

/** A page that the client's own router knows: asked for by a browser, and not a file. */
function isAppAddress({ method, url, headers }: FastifyRequest): boolean {
  const [path = ''] = url.split('?', 1);
  const last = path.slice(path.lastIndexOf('/') + 1);
  return (
    (method === 'GET' || method === 'HEAD') && !last.includes('.') && /text\/html|\*\/\*/.test(headers.accept ?? '')
  );
}
