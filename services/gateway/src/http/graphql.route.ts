import type { ClaimSigner } from '@parley/identity';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AccessTokens } from '../callers/access-tokens.ts';
import { BadBearer, type Visitor } from '../callers/visitor.ts';
import { Asking } from '../graph/asking.ts';
import type { Graph } from '../graph/graph.ts';
import { refusal } from '../graph/refusals.ts';
import type { Budget } from '../limits/budget.ts';
import { payToll } from '../limits/toll.ts';
import { sendGraphiql, wantsGraphiql } from './graphiql.ts';
import { readParams } from './read-params.ts';
import { budgetHeaders, EVENT_STREAM, HttpRefusal, mediaOf, RESPONSE_JSON, sendJson, sendRefusal } from './respond.ts';
import { opensSession, type SessionDoors } from './session-doors.ts';

/** Answers whatever comes with `Accept: text/event-stream` (graphql-sse, distinct connections); owns the response. */
export type StreamAnswer = (request: FastifyRequest, reply: FastifyReply, visitor: Visitor) => Promise<unknown>;

export interface GraphqlRouteParts {
  readonly graph: Graph;
  readonly tokens: AccessTokens;
  readonly signer: ClaimSigner;
  readonly budget: Budget;
  readonly doors: SessionDoors;
  readonly stream: StreamAnswer;
}

/** Status of a document that is refused for who asks, not for what it says. */
const REFUSED_WITH: Record<string, number | undefined> = { UNAUTHENTICATED: 401, FORBIDDEN: 403 };

/** `/graphql` over HTTP. */
export function registerGraphql(app: FastifyInstance, parts: GraphqlRouteParts): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    if (wantsGraphiql(request)) return sendGraphiql(reply);
    try {
      return await answer(parts, request, reply);
    } catch (error) {
      if (error instanceof HttpRefusal) return sendRefusal(request, reply, error);
      throw error;
    }
  };
  app.get('/graphql', handler);
  app.post('/graphql', handler);
}

async function answer(parts: GraphqlRouteParts, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const media = mediaOf(request.headers.accept);
  if (!media)
    throw new HttpRefusal(406, [
      refusal('BAD_USER_INPUT', `Accept ${RESPONSE_JSON}, application/json or ${EVENT_STREAM}.`, request.id),
    ]);
  const visitor = await visitorOf(parts.tokens, request);
  if (media === EVENT_STREAM) return parts.stream(request, reply, visitor);
  const asking = new Asking(parts.signer, request.id, visitor, request.ip);
  const prepared = parts.graph.prepare(readParams(request), asking);
  if (!('operation' in prepared)) {
    const refused = REFUSED_WITH[prepared[0]?.extensions.code ?? ''];
    return sendJson(reply, refused ?? (media === RESPONSE_JSON ? 400 : 200), media, { errors: prepared });
  }
  const { operation } = prepared;
  if (request.method === 'GET' && operation.kind === 'mutation')
    throw new HttpRefusal(405, [refusal('BAD_USER_INPUT', 'Send mutations by POST.', request.id)], { allow: 'POST' });
  if (operation.kind === 'subscription')
    throw new HttpRefusal(406, [
      refusal(
        'BAD_USER_INPUT',
        `Subscriptions are answered over WebSocket, or with Accept: ${EVENT_STREAM}.`,
        request.id,
      ),
    ]);
  if (opensSession(operation)) asking.browser = parts.doors.enter(request, operation);
  const toll = payToll(parts.budget, prepared, asking);
  if (asking.spent) void reply.headers(budgetHeaders(asking.spent));
  if (toll) {
    const isWaiting = toll.retryAfterMs !== undefined;
    throw new HttpRefusal(
      isWaiting ? 429 : 400,
      [toll.error],
      isWaiting ? { 'retry-after': String(Math.max(1, Math.ceil((toll.retryAfterMs ?? 0) / 1000))) } : {},
    );
  }
  const result = await parts.graph.run(prepared, asking);
  if (asking.setCookies.length > 0) void reply.header('set-cookie', asking.setCookies);
  return sendJson(reply, 200, media, result);
}

async function visitorOf(tokens: AccessTokens, request: FastifyRequest): Promise<Visitor> {
  try {
    return await tokens.visitorOf(request.headers.authorization, request.ip);
  } catch (error) {
    if (!(error instanceof BadBearer)) throw error;
    if (error.problem === 'unavailable')
      throw new HttpRefusal(503, [refusal('UNAVAILABLE', error.message, request.id)], { 'retry-after': '1' });
    if (error.problem === 'limited') {
      const more = { retryAfterMs: 60_000 };
      throw new HttpRefusal(429, [refusal('RATE_LIMITED', error.message, request.id, more)], { 'retry-after': '60' });
    }
    throw new HttpRefusal(401, [refusal('UNAUTHENTICATED', error.message, request.id)], {
      'www-authenticate': 'Bearer error="invalid_token"',
    });
  }
}
