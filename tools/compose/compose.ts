import { demandsIn, withDemands } from '@parley/identity/demands';
import { composeServices } from '@theguild/federation-composition';
import { lexicographicSortSchema, buildASTSchema, parse, printSchema } from 'graphql';

/** A service's part of the graph. */
export interface Subgraph {
  readonly name: string;
  readonly sdl: string;
}

/** The two committed texts: what the gateway loads, and what clients see. */
export interface Composed {
  readonly supergraph: string;
  readonly publicSchema: string;
}

/** The parts do not make one graph; each problem is a sentence. */
export class CompositionError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.name = 'CompositionError';
    this.problems = problems;
  }
}

/** Composes the subgraphs, in the order of their names, so that the same parts give the same text. @throws CompositionError */
export function compose(subgraphs: readonly Subgraph[]): Composed {
  const services = subgraphs
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `http://${name}.invalid/graphql` }));
  const result = composeServices(services);
  if (result.supergraphSdl === undefined) throw new CompositionError(result.errors.map(({ message }) => message));
  const schema = buildASTSchema(parse(result.publicSdl), { assumeValidSDL: true });
  return {
    supergraph: `${result.supergraphSdl.trim()}\n`,
    publicSchema: `${withDemands(printSchema(lexicographicSortSchema(schema)), demandsIn(parse(result.supergraphSdl))).trim()}\n`,
  };
}
