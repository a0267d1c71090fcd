import type { ClaimSigner } from '@parley/identity';
import { GraphQLError, type ExecutionResult } from 'graphql';
import type { AccessTokens } from '../callers/access-tokens.ts';
import { ANONYMOUS, BadBearer, type Visitor } from '../callers/visitor.ts';
import { Asking } from '../graph/asking.ts';
import type { Graph, GraphParams, Prepared } from '../graph/graph.ts';
import { refusal, type PublicError } from '../graph/refusals.ts';
import { opensSession } from '../http/session-doors.ts';
import type { Budget } from '../limits/budget.ts';
import { payToll } from '../limits/toll.ts';
import { BearerRefused, type Admitted, type GraphQLRequest, type LiveDoorDeps } from '../live/live-door.types.ts';
import type { Origin, Principal } from '../live/principal.ts';

/** The parts of the front door that the live door works with. */
export interface LiveSeamParts {
  readonly graph: Graph;
  readonly tokens: AccessTokens;
  readonly signer: ClaimSigner;
  readonly budget: Budget;
}

/** A visitor in the live door's words. */
export function principalOf({ user, expiresAt, scopes }: Visitor): Principal | undefined {
  return user && { ...user, ...(scopes ? { scopes } : {}), expiresAt: (expiresAt ?? 0) * 1000 };
}

function visitorOf(principal: Principal | undefined): Visitor {
  if (!principal) return ANONYMOUS;
  const { userId, organisationId, sessionId, role, expiresAt, scopes } = principal;
  return { user: { userId, organisationId, sessionId, role }, expiresAt: expiresAt / 1000, scopes };
}

const paramsOf = ({ query, operationName, variables }: GraphQLRequest): GraphParams => ({
  query,
  operationName: operationName ?? undefined,
  variables: variables ?? undefined,
});

/** Operations that come by a socket or a stream meet the same rules as those that come by HTTP. */
export function liveSeam({
  graph,
  tokens,
  signer,
  budget,
}: LiveSeamParts): Pick<LiveDoorDeps, 'schema' | 'signer' | 'authenticate' | 'admit'> {
  const askingOf = (principal: Principal | undefined, { requestId, ip }: Origin) =>
    new Asking(signer, requestId, visitorOf(principal), ip);

  /** An operation that may run, and the errors that refuse it otherwise. */
  const prepare = (request: GraphQLRequest, asking: Asking): Prepared | readonly PublicError[] => {
    const prepared = graph.prepare(paramsOf(request), asking);
    if (!('operation' in prepared)) return prepared;
    if (!opensSession(prepared.operation)) return prepared;
    return [refusal('FORBIDDEN', 'Sessions are opened, refreshed and ended by HTTP POST.', asking.requestId)];
  };

  return {
    schema: () => graph.schema,
    signer,
    authenticate: async (authorization, ip) => {
      try {
        return principalOf(await tokens.visitorOf(authorization, ip));
      } catch (error) {
        // A key that cannot be had right now is no reason to send somebody away for good.
        if (error instanceof BadBearer)
          throw new BearerRefused(['expired', 'unavailable', 'limited'].includes(error.problem));
        throw error;
      }
    },
    admit: async (request, principal, origin): Promise<Admitted | readonly GraphQLError[]> => {
      const asking = askingOf(principal, origin);
      const prepared = prepare(request, asking);
      if (!('operation' in prepared)) return prepared.map(toError);
      const toll = payToll(budget, prepared, asking);
      if (toll) return [toError(toll.error)];
      const { known, operation, variables } = prepared;
      const run = async () => (await graph.run(prepared, asking)) as unknown as ExecutionResult;
      return { document: known.document, operationName: operation.name, variables, run };
    },
  };
}

function toError({ message, locations, path, extensions }: PublicError): GraphQLError {
  const error = new GraphQLError(message, { ...(path ? { path } : {}), extensions: { ...extensions } });
  if (locations) Object.defineProperty(error, 'locations', { value: locations, enumerable: true });
  return error;
}
