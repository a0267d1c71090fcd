import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** One property of an object in the source: what is written above it, and the member of `key` it is, if it is one. */
interface Property {
  /** In one line; undefined when nothing is written there. */
  readonly docstring: string | undefined;
  /** `port` in `PORT: key.port`. */
  readonly sharedKey: string | undefined;
}

/**
 * The properties of the object that a constant is made of: `export const schema = z.object({ … })`, `export const key = { … }`.
 * @throws Error when the file has no such constant
 */
export function propertiesOf(file: string, constant: string): Map<string, Property> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const declaration = source.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText() === constant);
  const object = declaration?.initializer && objectIn(declaration.initializer);
  if (!object) throw new Error(`${file} has no constant ${constant} that is made of an object.`);
  const assigned = object.properties.filter(ts.isPropertyAssignment);
  return new Map(assigned.map((property) => [property.name.getText(), propertyOf(property)]));
}

function objectIn(expression: ts.Expression): ts.ObjectLiteralExpression | undefined {
  if (ts.isObjectLiteralExpression(expression)) return expression;
  if (ts.isAsExpression(expression)) return objectIn(expression.expression);
  const [first] = ts.isCallExpression(expression) ? expression.arguments : [];
  return first && objectIn(first);
}

function propertyOf(property: ts.PropertyAssignment): Property {
  const comment = ts.getJSDocCommentsAndTags(property).find(ts.isJSDoc)?.comment;
  const text = ts.getTextOfJSDocComment(comment)?.replace(/\s+/g, ' ').trim();
  const { initializer } = property;
  const isShared = ts.isPropertyAccessExpression(initializer) && initializer.expression.getText() === 'key';
  return { docstring: text || undefined, sharedKey: isShared ? initializer.name.text : undefined };
}
