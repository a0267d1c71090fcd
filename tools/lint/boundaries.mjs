/** The kit from its floor up: each library may use those of the lower layers, never its neighbour or one above. */
const LAYERS = [
  ['contracts'],
  ['config', 'errors'],
  ['telemetry', 'storage', 'pictures'],
  ['persistence', 'identity'],
  ['bus'],
  ['live', 'subgraph'],
  ['testing'],
];
/** Real parts for the tests of all of them; that production code does not know of it is `parley/import-belongs`' care. */
const FOR_TESTS = 'kit:testing';
/** The GraphQL door of a Nest service: for services, not for other libraries. */
const FOR_SERVICES_ONLY = ['subgraph'];

function kitConstraints() {
  return LAYERS.flatMap((layer, height) => {
    const below = LAYERS.slice(0, height)
      .flat()
      .filter((name) => !FOR_SERVICES_ONLY.includes(name));
    return layer.map((name) => ({
      sourceTag: `kit:${name}`,
      onlyDependOnLibsWithTags: [...below.map((lower) => `kit:${lower}`), name === 'testing' ? 'kind:tool' : FOR_TESTS],
    }));
  });
}

/** Who may use whom, by the tags under `nx` in each package.json. */
export const DEP_CONSTRAINTS = [
  ...kitConstraints(),
  { sourceTag: 'kind:service', onlyDependOnLibsWithTags: ['kind:kit'] },
  { sourceTag: 'kind:web', onlyDependOnLibsWithTags: ['kit:contracts'] },
  { sourceTag: 'kind:e2e', onlyDependOnLibsWithTags: ['kit:contracts', 'kind:tool'] },
  { sourceTag: 'kind:bench', onlyDependOnLibsWithTags: ['kind:kit', 'kind:tool'] },
  { sourceTag: 'kind:tool', onlyDependOnLibsWithTags: ['kind:kit', 'kind:tool'] },
];
