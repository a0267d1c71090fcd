import { readFileSync } from 'node:fs';
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type YAMLSeq,
} from 'yaml';

/** Where a field is: names of fields, indexes of list items. */
export type Path = readonly (string | number)[];

/** A YAML file that knows its lines. */
export interface YamlFile {
  file: string;
  text: string;
  documents: Document[];
  /** The line of an offset, from 1. */
  lineAt(offset: number): number;
}

const read = new Map<string, YamlFile>();

/** Reads a file of the manifests; a file is read once in a process. */
export function yamlFile(file: string): YamlFile {
  const known = read.get(file);
  if (known) return known;
  return remember(file, readFileSync(file, 'utf8'));
}

/** Takes text for the content of a file that need not be there. */
export function remember(file: string, text: string): YamlFile {
  const parsed = parseYaml(file, text);
  read.set(file, parsed);
  return parsed;
}

function parseYaml(file: string, text: string): YamlFile {
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: counter, uniqueKeys: true }) as Document[];
  return { file, text, documents, lineAt: (offset) => counter.linePos(offset).line };
}

/** How far a path could be followed in a document, and what was found there. */
export interface Reached {
  depth: number;
  /** Where the key of the last step stands, or the list item. */
  offset: number;
  value: unknown;
}

/**
 * Follows a path as far as the document has it. Items of a list are found by what names them in the rendered object
 * (patches list fewer items than there are, in another order), else by their index.
 *
 * @param rendered the whole object as it was rendered
 * @param start the node to begin at, the document's root if absent
 */
export function follow(document: Document, path: Path, rendered: unknown, start?: unknown): Reached {
  let node: unknown = start ?? document.contents;
  let truth: unknown = rendered;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [depth, step] of path.entries()) {
    const item = truth === undefined ? undefined : child(truth, step);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair || !isScalar(pair.key)) return { depth, offset, value: json(node) };
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const found = itemOf(node, step, item);
      if (!found) return { depth, offset, value: json(node) };
      offset = isNode(found) ? (found.range?.[0] ?? offset) : offset;
      node = found;
    } else return { depth, offset, value: json(node) };
    truth = item;
  }
  return { depth: path.length, offset, value: json(node) };
}

function itemOf({ items }: YAMLSeq, step: string | number, item: unknown): unknown {
  const same = items.find((one) => JSON.stringify(json(one)) === JSON.stringify(item));
  return same ?? items.find((one) => isSame(json(one), item)) ?? (hasName(item) ? undefined : items[Number(step)]);
}

/** What tells the items of a list apart, the likeliest first. */
const NAMES = ['name', 'mountPath', 'topologyKey', 'secretKey', 'containerPort', 'port'];

function hasName(item: unknown): boolean {
  return NAMES.some((name) => child(item, name) !== undefined);
}

function isSame(one: unknown, other: unknown): boolean {
  const name = NAMES.find((known) => child(one, known) !== undefined && child(other, known) !== undefined);
  return name !== undefined && child(one, name) === child(other, name);
}

/** A field of an object or an item of a list; undefined when it is not there. */
export function child(value: unknown, step: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[step] : undefined;
}

/** The value at a path; undefined when it is not there. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(child, value);
}

function json(node: unknown): unknown {
  if (isPair(node)) return undefined;
  return isNode(node) ? (node.toJSON() as unknown) : node;
}
