import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readRange } from './range.ts';
import type { Storage } from './storage.ts';

/** An object as it is answered over HTTP. */
export interface ServedObject {
  readonly key: string;
  readonly contentType: string;
  /** `Content-Disposition`, made by `disposition`. */
  readonly disposition: string;
  /** `Content-Security-Policy`: nothing that is stored may act as one of our pages. */
  readonly policy: string;
  /** `Cache-Control`. */
  readonly caching: string;
}

/** Why nothing was answered yet: it is not there, the range is not in it, or the storage does not answer. */
export type ServeRefusal = 'gone' | 'outside' | 'silent';

/**
 * Answers a GET or HEAD with an object or with the range asked for, streaming, and never to be taken for another type than it
 * is said to be. When it returns a refusal nothing has been answered, and that is the caller's to say.
 */
export async function serveObject(
  storage: Storage,
  object: ServedObject,
  request: FastifyRequest,
  reply: FastifyReply,
  complain: (error: unknown) => void,
): Promise<ServeRefusal | undefined> {
  let size: number | undefined;
  try {
    size = await storage.size(object.key);
  } catch (error) {
    complain(error);
    return 'silent';
  }
  if (size === undefined) return 'gone';
  const range = readRange(request.headers.range, size);
  if (range === 'outside') {
    void reply.header('content-range', `bytes */${size}`);
    return 'outside';
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  reply.hijack();
  reply.raw.writeHead(range ? 206 : 200, {
    'content-type': object.contentType,
    'content-length': last - first + 1,
    'content-disposition': object.disposition,
    'accept-ranges': 'bytes',
    'cache-control': object.caching,
    'x-content-type-options': 'nosniff',
    'content-security-policy': object.policy,
    ...(range ? { 'content-range': `bytes ${first}-${last}/${size}` } : {}),
  });
  if (request.method === 'HEAD') return void reply.raw.end();
  // Whoever seeks hangs up in the middle: that is no error.
  await storage
    .read(object.key, { first, last })
    .then((bytes) => pipeline(bytes, reply.raw))
    .catch(() => reply.raw.destroy());
  return undefined;
}
