/** Injection token of a service's TypeORM data source. */
export const DATA_SOURCE = Symbol('parley:data-source');
