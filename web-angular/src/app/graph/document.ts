import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** A document with the types of its answer and its variables, whichever module of generated ones it is of. */
export interface GraphDocument<TData, TVariables> extends DocumentTypeDecoration<TData, TVariables> {
  toString(): string;
}
