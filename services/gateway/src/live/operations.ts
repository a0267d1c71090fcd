import { Refused, toGraphQLError } from '@parley/errors';
import type { LiveFollower } from '@parley/live';
import type { ClaimSigner } from '@parley/identity';
import { getOperationAST, GraphQLError, type DocumentNode, type OperationDefinitionNode } from 'graphql';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Groups } from './groups.ts';
import { checkBefore, checkTopics } from './limits.ts';
import type { GraphQLRequest, LiveDoorDeps } from './live-door.types.ts';
import { LiveOperation, type OperationPlace } from './live-operation.ts';
import { planOf } from './plan.ts';
import { claimsOf } from './who.ts';

/** What a client asked for, admitted by the rules of every document. */
export interface AdmittedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Takes operations of sockets and streams: admits them, and opens those that follow something. */
export class Operations {
  constructor(
    private readonly deps: Pick<LiveDoorDeps, 'schema' | 'admit' | 'logger'> & { signer: ClaimSigner },
    private readonly follower: LiveFollower,
    private readonly groups: Groups,
    private readonly connections: Connections,
  ) {}

  async admit(request: GraphQLRequest, connection: Connection): Promise<AdmittedOperation | readonly GraphQLError[]> {
    const admitted = await this.deps.admit(request, connection.principal, connection.origin);
    if (isErrors(admitted)) return admitted;
    const operation = getOperationAST(admitted, request.operationName);
    if (operation) return { document: admitted, operation };
    const message = 'The document has no such operation. Name one of them in `operationName`.';
    return [new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })];
  }

  /** Opens a subscription. Events flow from `begin` on. */
  async open(
    request: GraphQLRequest,
    { document, operation }: AdmittedOperation,
    connection: Connection,
    place: OperationPlace,
  ): Promise<LiveOperation | readonly GraphQLError[]> {
    let opened: LiveOperation | undefined;
    try {
      const plan = planOf(this.deps.schema(), document, operation, request.variables ?? {});
      checkBefore(plan, connection);
      const { principal, origin } = connection;
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
      if (error instanceof GraphQLError) return [error];
      if (!(error instanceof Refused)) this.deps.logger.error({ err: error }, 'a subscription could not be opened');
      return [toGraphQLError(error)];
    }
  }
}

export function isErrors(value: unknown): value is readonly GraphQLError[] {
  return Array.isArray(value);
}

/** Errors as they go out, each with the id by which the log knows the request. */
export function withRequestId(errors: readonly GraphQLError[], requestId: string): GraphQLError[] {
  return errors.map((error) => {
    Object.assign(error.extensions, { requestId });
    return error;
  });
}
