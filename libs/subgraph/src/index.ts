export { SubgraphModule } from './subgraph.module.ts';
export { schemaOf } from './schema-of.ts';
export { runService, type ServiceOptions } from './run-service.ts';
export { Node } from './node.graphql.ts';
export { PageInfo, connectionOf, type ConnectionOf, listSize } from './connection.graphql.ts';
export { page, pageOf, type Page, type PageRequest } from './page.ts';
export { UserError, UserErrors, settle } from './user-error.graphql.ts';
export { requireId } from './require-id.ts';
export type { SubgraphContext } from './subgraph-context.ts';
