import { inject, Injectable } from '@angular/core';
import { Session } from '../session/session';
import type { GraphDocument } from './document';
import { GraphError } from './graph-error';
import { post } from './http';

/**
 * Asks the graph as the person who is signed in, else as a stranger: a guest of a meeting has no more. A token refused in flight
 * is renewed and the request sent once more.
 */
@Injectable({ providedIn: 'root' })
export class Graph {
  readonly #session = inject(Session);

  /** Sends a query or a mutation; see `post` for what it throws. */
  async ask<TData, TVariables>(document: GraphDocument<TData, TVariables>, variables: TVariables): Promise<TData> {
    if (this.#session.state() === 'signed-out') return post(document, variables);
    const token = await this.#session.token();
    try {
      return await post(document, variables, `Bearer ${token}`);
    } catch (error) {
      if (!(error instanceof GraphError) || error.code !== 'UNAUTHENTICATED') throw error;
      return post(document, variables, `Bearer ${await this.#session.renewed(token)}`);
    }
  }

  /** Asks without saying who one is: what a link may tell a stranger. */
  async askAsStranger<TData, TVariables>(
    document: GraphDocument<TData, TVariables>,
    variables: TVariables,
  ): Promise<TData> {
    return post(document, variables);
  }
}
