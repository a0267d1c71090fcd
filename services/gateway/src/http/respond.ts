import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PublicError } from '../graph/refusals.ts';
import type { Spent } from '../limits/budget.ts';

/** The media types of the GraphQL-over-HTTP specification; the older one keeps status 200 for documents it refuses. */
export const RESPONSE_JSON = 'application/graphql-response+json';
export const LEGACY_JSON = 'application/json';
export const EVENT_STREAM = 'text/event-stream';
export type Media = typeof RESPONSE_JSON | typeof LEGACY_JSON | typeof EVENT_STREAM;

/** What the client wants to be answered in; `undefined`: nothing that we speak. */
export function mediaOf(accept: string | undefined): Media | undefined {
  if (accept === undefined || accept === '') return LEGACY_JSON;
  let best: { media: Media; weight: number } | undefined;
  for (const part of accept.split(',')) {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const weight = Number(parameters.find((text) => text.startsWith('q='))?.slice(2) ?? 1);
    const media =
      type === RESPONSE_JSON || type === LEGACY_JSON || type === EVENT_STREAM
        ? type
        : type === '*/*' || type === 'application/*'
          ? LEGACY_JSON
          : undefined;
    if (media && weight > (best?.weight ?? 0)) best = { media, weight };
  }
  return best?.media;
}

/** A request that is answered before any operation runs, with the status that says why. */
export class HttpRefusal extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly PublicError[],
    readonly headers: Record<string, string> = {},
  ) {
    super(errors[0]?.message);
    this.name = 'HttpRefusal';
  }
}

const texts = new WeakMap<object, string>();

/** JSON of a body, made once also when several callers share it. */
function textOf(body: object): string {
  let text = texts.get(body);
  if (text === undefined) texts.set(body, (text = JSON.stringify(body)));
  return text;
}

/** Sends a GraphQL response. */
export function sendJson(reply: FastifyReply, status: number, media: Media | undefined, body: object): FastifyReply {
  const type = media === RESPONSE_JSON ? RESPONSE_JSON : LEGACY_JSON;
  return reply
    .code(status)
    .header('content-type', `${type}; charset=utf-8`)
    .header('cache-control', 'no-store')
    .send(textOf(body));
}

export function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: HttpRefusal): FastifyReply {
  void reply.headers(refusal.headers);
  return sendJson(reply, refusal.status, mediaOf(request.headers.accept), { errors: refusal.errors });
}

/** The budget as headers; `Reset` is in whole seconds from now. */
export function budgetHeaders(spent: Spent, now = Date.now()): Record<string, string> {
  return {
    'x-ratelimit-limit': String(spent.limit),
    'x-ratelimit-remaining': String(spent.remaining),
    'x-ratelimit-reset': String(Math.max(0, Math.ceil((spent.resetAt - now) / 1000))),
    'x-ratelimit-cost': String(spent.cost),
  };
}
