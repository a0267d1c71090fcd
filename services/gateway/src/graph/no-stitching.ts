/**
 * Takes the place of Hive's stitching executor in the bundle: what its runtime asks of it is a subgraph's transforms,
 * and a plain federated supergraph has none (ADR 0001).
 */
export function handleFederationSupergraph(): { getSubschema: (name: string) => { name: string; transforms: [] } } {
  return { getSubschema: (name) => ({ name, transforms: [] }) };
}
