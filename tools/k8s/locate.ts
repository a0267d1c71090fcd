import { dirname, join, resolve } from 'node:path';
import { isMap, isSeq, parseDocument, type Document } from 'yaml';
import { named, type Place } from './finding.ts';
import type { Generator, KustomizationFile, PatchTarget } from './kustomization.ts';
import { matches, parseSelector, type Labels } from './labels.ts';
import { at, child, follow, yamlFile, type Path, type YamlFile } from './yaml-file.ts';

/** A rendered object and the file it came from, absolute. */
export interface Rendered {
  object: unknown;
  origin: string;
}

interface Candidate extends Place {
  depth: number;
  value: unknown;
}

/**
 * The line that set a field: of the last patch, transformer or generator that gave it its value, else of the object's
 * own file; of a field that is not there, the line of the nearest thing around it.
 *
 * @param tree every kustomization of the overlay, in the order of application
 */
export function locate(rendered: Rendered, tree: KustomizationFile[], path: Path): Place {
  const value = at(rendered.object, path);
  const candidates = [...inOrigin(rendered, path), ...tree.flatMap((one) => inKustomization(one, rendered, path))];
  const whole = candidates.filter(({ depth }) => depth >= path.length);
  const setter = setterOf(whole, value);
  const first = (list: Candidate[]) => list.reduce((best, one) => (one.depth > best.depth ? one : best));
  const { file, line } =
    setter ?? whole[0] ?? first([{ file: named(rendered.origin), line: 1, depth: -1, value }, ...candidates]);
  return { file, line };
}

/** Who gave a field the value it ended with; a patch that only says it again, as with names, did not. */
function setterOf(candidates: Candidate[], value: unknown): Candidate | undefined {
  let setter: Candidate | undefined;
  for (const one of candidates) setter = isPartOf(one.value, value) ? (setter ?? one) : undefined;
  return setter;
}

function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.every((item) => whole.some((other) => isPartOf(item, other)));
  }
  return Object.entries(part).every(([key, value]) => isPartOf(value, child(whole, key)));
}

function inOrigin(rendered: Rendered, path: Path): Candidate[] {
  const yaml = yamlFile(rendered.origin);
  const document = documentOf(yaml, rendered.object);
  return document ? [reach(yaml, document, path, rendered.object)] : [];
}

/** The document that an object came from; transformers may have put something behind its name. */
function documentOf({ documents }: YamlFile, object: unknown): Document | undefined {
  const kind = child(object, 'kind');
  const name = String(at(object, ['metadata', 'name']));
  const ofKind = documents.filter((document) => document.get('kind') === kind);
  const nameOf = (document: Document) => String(document.getIn(['metadata', 'name']));
  const common = (document: Document) => [...nameOf(document)].findIndex((letter, index) => letter !== name[index]);
  const shared = (document: Document) => (nameOf(document) === name ? Infinity : common(document));
  return ofKind.sort((one, other) => shared(other) - shared(one))[0];
}

function inKustomization(kustomization: KustomizationFile, rendered: Rendered, path: Path): Candidate[] {
  const { content, yaml, directory } = kustomization;
  const name = String(at(rendered.object, ['metadata', 'name']));
  const isOf = (generator: Generator) => isGenerated(rendered.object) && isNameOf(generator, name);
  const entry = (...at: Path): Candidate => ({
    ...reach(yaml, documentAt(yaml), at, content),
    depth: path.length,
    value: undefined,
  });
  const patches = (content.patches ?? []).flatMap((patch, index) => {
    if (patch.target && !isTarget(patch.target, rendered.object)) return [];
    const file = patch.path ? yamlFile(join(directory, patch.path)) : yaml;
    const from = patch.path ? 1 : lineOfInline(yaml, index);
    return inPatch(file, patch.patch, from, Boolean(patch.target), rendered, path);
  });
  const images = (content.images ?? []).flatMap((image, index) => {
    const value = `${image.newName ?? image.name}${image.newTag ? `:${image.newTag}` : ''}`;
    return path.at(-1) === 'image' && value === at(rendered.object, path) ? [{ ...entry('images', index), value }] : [];
  });
  const replicas = (content.replicas ?? []).flatMap((replica, index) =>
    path.join('.') === 'spec.replicas' && replica.name === name
      ? [{ ...entry('replicas', index), value: replica.count }]
      : [],
  );
  const generated = [...(content.configMapGenerator ?? []), ...(content.secretGenerator ?? [])]
    .filter(isOf)
    .flatMap((generator) => inGenerator(generator, kustomization, path));
  return [...patches, ...images, ...replicas, ...generated];
}

function inPatch(
  yaml: YamlFile,
  inline: string | undefined,
  from: number,
  isTargeted: boolean,
  rendered: Rendered,
  path: Path,
): Candidate[] {
  const documents = inline === undefined ? yaml.documents : [parseDocument(inline)];
  const lineIn = (offset: number) =>
    inline === undefined ? yaml.lineAt(offset) : from + inline.slice(0, offset).split('\n').length;
  return documents.flatMap((document): Candidate[] => {
    if (isSeq(document.contents)) return inOperations(document, named(yaml.file), lineIn, rendered, path);
    const isSame = isTargeted || isNamed(document, rendered.object);
    if (!isMap(document.contents) || !isSame) return [];
    const { depth, offset, value } = follow(document, path, rendered.object);
    return [{ file: named(yaml.file), line: lineIn(offset), depth, value }];
  });
}

interface Operation {
  op: string;
  path: string;
  value?: unknown;
}

function inOperations(
  document: Document,
  file: string,
  lineIn: (offset: number) => number,
  rendered: Rendered,
  path: Path,
): Candidate[] {
  return (document.toJS() as Operation[]).flatMap((operation, index): Candidate[] => {
    const steps = operation.path
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
    const isAbove = steps.every((step, depth) => step === String(path[depth]) || step === '-');
    if (!isAbove || steps.length > path.length) return [];
    const rest = path.slice(steps.length);
    const truth = at(rendered.object, path.slice(0, steps.length));
    const start = document.getIn([index, 'value'], true);
    const reached = start === undefined ? undefined : follow(document, rest, truth, start);
    const operationAt = follow(document, start === undefined ? [index] : [index, 'value'], undefined).offset;
    const offset = reached && rest.length > 0 ? reached.offset : operationAt;
    const value = reached?.value;
    return [{ file, line: lineIn(offset), depth: steps.length + (reached?.depth ?? 0), value }];
  });
}

function inGenerator(generator: Generator, { yaml, directory }: KustomizationFile, path: Path): Candidate[] {
  const [field, key] = path;
  if (field !== 'data' || key === undefined) return [];
  const start = yaml.text.indexOf(`name: ${generator.name}`);
  const lineOf = (text: string) => yaml.lineAt(Math.max(0, yaml.text.indexOf(text, start)));
  const found = { depth: path.length, value: undefined };
  const literals = (generator.literals ?? [])
    .filter((literal) => literal.startsWith(`${key}=`))
    .map((literal) => ({
      ...found,
      file: named(yaml.file),
      line: lineOf(literal),
      value: literal.slice(`${key}=`.length),
    }));
  const files = (generator.files ?? [])
    .map((entry) => entry.split('=').reverse())
    .filter(([file = '', name]) => (name ?? file.split('/').at(-1)) === key)
    .map(([file = '']) => ({ ...found, file: named(resolve(directory, file)), line: 1 }));
  return [...literals, ...files];
}

/** With or without the hash of the content, which kustomize puts behind the name. */
function isNameOf(generator: Generator, name: string): boolean {
  return (
    name === generator.name ||
    (name.startsWith(generator.name) && /^-[a-z0-9]{10}$/.test(name.slice(generator.name.length)))
  );
}

function isGenerated(object: unknown): boolean {
  return ['ConfigMap', 'Secret'].includes(String(child(object, 'kind')));
}

function isTarget(target: PatchTarget, object: unknown): boolean {
  const fits = (wanted: string | undefined, value: unknown) =>
    !wanted || new RegExp(`^(${wanted})$`).test(String(value));
  const metadata = child(object, 'metadata');
  return (
    fits(target.kind, child(object, 'kind')) &&
    fits(target.name, child(metadata, 'name')) &&
    fits(target.namespace, child(metadata, 'namespace')) &&
    (!target.labelSelector || matches(parseSelector(target.labelSelector), (child(metadata, 'labels') ?? {}) as Labels))
  );
}

function isNamed(document: Document, object: unknown): boolean {
  const isKind = document.get('kind') === child(object, 'kind');
  return isKind && document.getIn(['metadata', 'name']) === at(object, ['metadata', 'name']);
}

function lineOfInline(yaml: YamlFile, index: number): number {
  const content = documentAt(yaml).toJS() as unknown;
  return yaml.lineAt(follow(documentAt(yaml), ['patches', index, 'patch'], content).offset);
}

function documentAt(yaml: YamlFile): Document {
  const [document] = yaml.documents;
  if (!document) throw new Error(`${dirname(yaml.file)} has an empty kustomization`);
  return document;
}

function reach(yaml: YamlFile, document: Document, path: Path, truth: unknown): Candidate {
  const { depth, offset, value } = follow(document, path, truth);
  return { file: named(yaml.file), line: yaml.lineAt(offset), depth, value };
}
