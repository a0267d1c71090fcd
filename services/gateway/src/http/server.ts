import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Logger } from '@parley/telemetry';
import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { refusal } from '../graph/refusals.ts';
import type { Readiness } from './plain.routes.ts';

const BODY_MS = 30_000;
/** Largest request body, in bytes (G11). */
export const BODY_LIMIT = 256 * 1024;

/**
 * The Fastify server before it has routes: limits, request ids, bodies as text, faults masked.
 * @param bodyMs milliseconds in which a request must have come whole, unless it is a file
 */
export function createServer(
  trustedProxies: string[],
  readiness: Readiness,
  logger: Logger,
  bodyMs = BODY_MS,
): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    forceCloseConnections: 'idle',
    // Of files that people send; every other body has `bodyMs`.
    requestTimeout: 20 * 60_000,
    http: { headersTimeout: bodyMs },
    logger: false,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 1_024 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['application/json'], { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('x-request-id', request.id);
    if (!request.routeOptions.config.isPassage) endUnlessWhole(request.raw, bodyMs);
  });
  // While it ends, each answer asks its caller for a new connection: none is left to be cut off with a request on it.
  app.addHook('onSend', async (_request, reply) => {
    if (!readiness.isReady) reply.header('connection', 'close');
  });
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) logger.error({ err: error, requestId: request.id }, 'a request failed');
    const message =
      status >= 500
        ? 'Something went wrong on our side.'
        : status === 413
          ? `The body is larger than ${BODY_LIMIT} bytes.`
          : status === 415
            ? 'Send a JSON body with content-type application/json.'
            : 'The request is malformed.';
    const code = status >= 500 ? 'INTERNAL' : 'BAD_USER_INPUT';
    return reply
      .code(status)
      .type('application/json; charset=utf-8')
      .send(JSON.stringify({ errors: [refusal(code, message, request.id)] }));
  });
  return app;
}

/** Whoever sends a body drop by drop holds no connection for longer than that. */
function endUnlessWhole(request: IncomingMessage, afterMs: number): void {
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers;
  if (length === '0' && coding === undefined) return;
  const timer = setTimeout(() => request.destroy(), afterMs).unref();
  request.once('end', () => clearTimeout(timer)).once('close', () => clearTimeout(timer));
}
