import type { FastifyRequest } from 'fastify';
import type { GraphParams } from '../graph/graph.ts';
import { refusal } from '../graph/refusals.ts';
import { HttpRefusal } from './respond.ts';

/** The GraphQL request inside an HTTP request, as the GraphQL-over-HTTP specification says. @throws HttpRefusal */
export function readParams(request: FastifyRequest): GraphParams {
  const bad = (message: string, status = 400) =>
    new HttpRefusal(status, [refusal('BAD_USER_INPUT', message, request.id)]);
  if (request.method === 'GET') {
    const { query, operationName, variables } = request.query as Record<string, string | string[] | undefined>;
    const text = (value: string | string[] | undefined, name: string) => {
      if (Array.isArray(value)) throw bad(`${name} is given twice.`);
      return value === '' ? undefined : value;
    };
    const json = text(variables, 'variables');
    return checked(
      {
        query: text(query, 'query'),
        operationName: text(operationName, 'operationName'),
        variables: json === undefined ? undefined : parsed(json, 'variables', bad),
      },
      bad,
    );
  }
  if (typeof request.body !== 'string') throw bad('Send a JSON body with content-type application/json.', 415);
  const body = parsed(request.body, 'The body', bad);
  if (Array.isArray(body)) throw bad('Send one operation for each request; batches are not taken.');
  if (body === null || typeof body !== 'object') throw bad('The body must be a JSON object with query.');
  return checked(body as Record<string, unknown>, bad);
}

function parsed(text: string, what: string, bad: (message: string) => HttpRefusal): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad(`${what} is not JSON.`);
  }
}

/** Types of the four parameters, wherever they came from. */
function checked(params: Record<string, unknown>, bad: (message: string) => HttpRefusal): GraphParams {
  const { query, operationName, variables, extensions } = params;
  if (typeof query !== 'string' || query === '') throw bad('query is missing: send the document as a string.');
  if (operationName != null && typeof operationName !== 'string') throw bad('operationName must be a string.');
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && !Array.isArray(value);
  if (variables != null && !isObject(variables)) throw bad('variables must be an object.');
  if (extensions != null && !isObject(extensions)) throw bad('extensions must be an object.');
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}
