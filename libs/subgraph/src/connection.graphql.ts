import type { Type } from '@nestjs/common';
import { Directive, Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Where a page stands in its list.' })
@Directive('@shareable')
export class PageInfo {
  @Field({ description: 'Whether there is more behind this page.' })
  hasNextPage!: boolean;

  @Field({ description: 'Whether there is more before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge; use it as `before`.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last edge; use it as `after`.' })
  endCursor!: string | null;
}

/** A page of a list as the graph shows it. */
export interface ConnectionOf<T> {
  edges: { cursor: string; node: T }[];
  nodes: T[];
  pageInfo: PageInfo;
}

/** Directive that tells the cost of a list: what `first` (or `last`) asks for, 1–100. */
export const listSize = (...slicingArguments: ('first' | 'last')[]): string =>
  `@listSize(slicingArguments: [${slicingArguments.map((name) => `"${name}"`).join(', ')}], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: ${slicingArguments.length > 1})`;

/** The Relay connection type `<name>Connection` over `node`. Call once per node type and keep the result. */
export function connectionOf<T>(node: Type<T>, name: string): Type<ConnectionOf<T>> {
  @ObjectType(`${name}Edge`, { description: `A ${name} and its place in the list.` })
  class Edge {
    @Field({ description: 'Opaque; use it as `after` or `before`.' })
    cursor!: string;

    @Field(() => node, { description: `The ${name}.` })
    node!: T;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}s.` })
  class Connection implements ConnectionOf<T> {
    @Field(() => [Edge], { description: 'The page with cursors.' })
    edges!: Edge[];

    @Field(() => [node], { description: 'The page without cursors.' })
    nodes!: T[];

    @Field(() => PageInfo, { description: 'Where the page stands.' })
    pageInfo!: PageInfo;
  }
  return Connection;
}
