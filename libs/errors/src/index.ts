export { Refused, refusalOf } from './refused.ts';
export { toGraphQLError, formatGraphQLError } from './graphql-error.ts';
