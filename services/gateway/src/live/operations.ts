import { Refused, toGraphQLError } from '@parley/errors';
import type { LiveFollower } from '@parley/live';
import type { ClaimSigner } from '@parley/identity';
import { getOperationAST, GraphQLError, type OperationDefinitionNode } from 'graphql';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Groups } from './groups.ts';
import { checkBefore, checkTopics } from './limits.ts';
import type { Admitted, GraphQLRequest, LiveDoorDeps } from './live-door.types.ts';
import { LiveOperation, type OperationPlace } from './live-operation.ts';
import { planOf } from './plan.ts';
import type { Origin } from './principal.ts';
import { claimsOf } from './who.ts';

/** An operation of a socket or stream, admitted, with the request it counts as. */
export interface AdmittedOperation {
  readonly admitted: Admitted;
  readonly operation: OperationDefinitionNode;
  readonly origin: Origin;
}

/** Takes operations of sockets and streams: admits them, and opens those that follow something. */
export class Operations {
  constructor(
    private readonly deps: Pick<LiveDoorDeps, 'schema' | 'admit' | 'logger'> & { signer: ClaimSigner },
    private readonly follower: LiveFollower,
    private readonly groups: Groups,
    private readonly connections: Connections,
  ) {}

  /** `origin`: the request that this operation counts as. */
  async admit(
    request: GraphQLRequest,
    { principal }: Connection,
    origin: Origin,
  ): Promise<AdmittedOperation | readonly GraphQLError[]> {
    const admitted = await this.deps.admit(request, principal, origin);
    if (isErrors(admitted)) return withRequestId(admitted, origin);
    const operation = getOperationAST(admitted.document, admitted.operationName);
    if (operation) return { admitted, operation, origin };
    const message = 'The document has no such operation. Name one of them in `operationName`.';
    return withRequestId([new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })], origin);
  }

  /** Opens a subscription. Events flow from `begin` on. */
  async open(
    { admitted, operation, origin }: AdmittedOperation,
    connection: Connection,
    place: OperationPlace,
  ): Promise<LiveOperation | readonly GraphQLError[]> {
    let opened: LiveOperation | undefined;
    try {
      const plan = planOf(this.deps.schema(), admitted.document, operation, admitted.variables ?? {});
      checkBefore(plan, connection);
      const { principal } = connection;
      const scopes = JSON.stringify(principal?.scopes ?? null);
      const live = new LiveOperation(principal?.userId, plan, place, this.groups, scopes, () =>
        connection.operations.delete(live),
      );
      opened = live;
      connection.operations.add(live);
      const sign = claimsOf(this.deps.signer, origin, () => connection.principal);
      const following = await this.follower.open(
        { service: plan.service, field: plan.field, args: plan.args, sign },
        live,
      );
      live.follow(following);
      const theirs = principal ? this.connections.of(principal.userId) : [connection];
      checkTopics(following.topics, plan, connection, theirs);
      return live;
    } catch (error) {
      opened?.end();
      if (error instanceof GraphQLError) return withRequestId([error], origin);
      if (!(error instanceof Refused))
        this.deps.logger.error({ err: error, requestId: origin.requestId }, 'a subscription could not be opened');
      return withRequestId([toGraphQLError(error)], origin);
    }
  }
}

export function isErrors(value: unknown): value is readonly GraphQLError[] {
  return Array.isArray(value);
}

/** Errors as they go out, each with the id by which the log knows the request. */
function withRequestId(errors: readonly GraphQLError[], { requestId }: Origin): GraphQLError[] {
  return errors.map((error) => {
    Object.assign(error.extensions, { requestId });
    return error;
  });
}
