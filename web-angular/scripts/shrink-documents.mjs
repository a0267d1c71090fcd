// Takes the indentation out of the generated GraphQL documents: they are in the first script, and nobody reads them there. And lets those
// be dropped from a script that nothing of it asks for.
import { globSync, readFileSync, writeFileSync } from 'node:fs';

for (const file of globSync('src/app/graph/generated/{,*/}graphql.ts')) {
  const text = readFileSync(file, 'utf8');
  const shrunk = text.replaceAll(
    /= (?:\/\*#__PURE__\*\/ )?(new TypedDocumentString\(`)([^`]*)`/g,
    (_, head, document) => `= /*#__PURE__*/ ${head}${document.replaceAll(/\s+/g, ' ').trim()}\``,
  );
  if (shrunk !== text) writeFileSync(file, shrunk);
}
