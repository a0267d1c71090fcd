import { GraphError, WireError } from './graph-error';
import type { GraphDocument } from './document';

/** How long an answer may take before it counts as not coming, in milliseconds. */
const PATIENCE_MS = 15_000;

interface Answer<T> {
  readonly data?: T | null;
  readonly errors?: readonly WireError[];
}

/**
 * Sends one query or mutation to `POST /graphql` and gives its data. The refresh cookie goes along, being ours.
 *
 * @param authorization the whole header value, `Bearer …`; nothing means anonymous
 * @throws GraphError when there is no data: OFFLINE when nobody answered, else the graph's own code. Fields that are null because
 * another part of the graph is down do not throw: the page shows what it has.
 */
export async function post<TData, TVariables>(
  document: GraphDocument<TData, TVariables>,
  variables: TVariables,
  authorization?: string,
): Promise<TData> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json',
  };
  if (authorization) headers['authorization'] = authorization;
  let response: Response;
  let answer: Answer<TData>;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      credentials: 'same-origin',
      headers,
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new GraphError('OFFLINE');
  }
  try {
    answer = (await response.json()) as Answer<TData>;
  } catch {
    throw new GraphError(response.status === 401 ? 'UNAUTHENTICATED' : 'UNAVAILABLE');
  }
  if (answer.data && !isBlank(answer)) return answer.data;
  throw GraphError.of(answer.errors ?? []);
}

function isBlank<T>({ data, errors }: Answer<T>): boolean {
  return Boolean(errors?.length) && Object.values(data ?? {}).every((value) => value === null);
}
