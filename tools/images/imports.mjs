// What a service's bundles ask for, and what is in them.
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { parseSync, Visitor } from 'rolldown/utils';

/**
 * The packages that built modules import by name, in whichever way: `import`, `export … from`, `import()`, `require()`.
 *
 * @param {string} directory of *.mjs files
 * @returns {Set<string>} names of packages, those that may be absent included
 */
export function importedPackages(directory) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const file of readdirSync(directory).filter((name) => name.endsWith('.mjs'))) {
    const { program, errors } = parseSync(file, readFileSync(join(directory, file), 'utf8'));
    if (errors.length > 0) throw new Error(`${join(directory, file)} is not JavaScript: ${errors[0]?.message}`);
    visitor((specifier) => names.add(packageOf(specifier))).visit(program);
  }
  return names;
}

/**
 * The packages whose code went into the bundles, as their source maps say. Nest looks for packages that one may do
 * without, and finds those of other services: what is in the workspace may be in a bundle.
 *
 * @param {string} workspace
 * @param {string} directory of the bundles, from the workspace on
 * @returns {Set<string>} paths from the workspace on
 */
export function bundledPackages(workspace, directory) {
  const maps = readdirSync(join(workspace, directory)).filter((name) => name.endsWith('.map'));
  const sources = maps.flatMap((map) => JSON.parse(readFileSync(join(workspace, directory, map), 'utf8')).sources);
  const packages = sources.map((source) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(join(directory, source))?.[0]);
  return new Set(packages.filter((path) => path !== undefined));
}

function visitor(take) {
  const literal = (node) => {
    if (node?.type !== 'Literal' || typeof node.value !== 'string') return;
    if (!/^[./#]/.test(node.value) && !isBuiltin(node.value)) take(node.value);
  };
  const source = (node) => literal(node.source);
  return new Visitor({
    ImportDeclaration: source,
    ExportNamedDeclaration: source,
    ExportAllDeclaration: source,
    ImportExpression: source,
    CallExpression: (node) => node.arguments.length === 1 && isRequire(node.callee) && literal(node.arguments[0]),
  });
}

/** `require` by whatever name it was made (`__require`, `nodeRequire$1`), or `createRequire(…)` at once. */
function isRequire(callee) {
  const made = callee.type === 'CallExpression' ? callee.callee : callee;
  return made.type === 'Identifier' && /require(\$\d+)?$/i.test(made.name);
}

function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
