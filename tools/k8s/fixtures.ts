import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '../suites/suite.ts';
import { checkOverlay } from './checks.ts';
import { print, type Finding } from './finding.ts';
import { kustomizationTree } from './kustomization.ts';
import { render } from './render.ts';

/** A finding that a fixture must have. */
interface Expected {
  file: string;
  /** What stands in the line that is named. */
  text: string;
  object: string;
  /** What its problem says, among other things. */
  words: string;
}

/** How a fixture did: it is broken on purpose, and must be seen to be. */
export interface FixtureResult {
  name: string;
  /** Why it failed; empty when exactly what is broken was found. */
  problems: string[];
}

const FIXTURES = 'tools/k8s/fixtures';

/** Checks every overlay that is broken on purpose. Each must have its own finding beside those of the overlay it breaks, and no other. */
export async function checkFixtures(): Promise<FixtureResult[]> {
  const sound = new Map<string, Promise<Set<string>>>();
  const names = readdirSync(join(WORKSPACE, FIXTURES)).sort();
  return Promise.all(names.map(async (name) => ({ name, problems: await problemsOf(name, sound) })));
}

async function problemsOf(name: string, sound: Map<string, Promise<Set<string>>>): Promise<string[]> {
  const directory = join(FIXTURES, name);
  const expected = JSON.parse(readFileSync(join(WORKSPACE, directory, 'expected.json'), 'utf8')) as Expected[];
  const base = join(directory, kustomizationTree(join(WORKSPACE, directory)).at(-1)?.content.resources?.[0] ?? '');
  if (!sound.has(base))
    sound.set(
      base,
      findingsOf(base).then((findings) => new Set(findings.map(print))),
    );
  const known = await sound.get(base);
  const found = (await findingsOf(directory)).filter((finding) => !known?.has(print(finding)));
  return compare(found, expected);
}

async function findingsOf(overlay: string): Promise<Finding[]> {
  const { manifests, findings } = await render(overlay);
  return findings.length > 0 ? findings : checkOverlay(manifests);
}

/** What was found and not expected, and the other way round. */
export function compare(found: Finding[], expected: Expected[]): string[] {
  const isIt = (one: Finding, { file, text, object, words }: Expected) =>
    one.file === file && one.object === object && one.problem.includes(words) && lineOf(one).includes(text);
  const missing = expected
    .filter((wanted) => !found.some((one) => isIt(one, wanted)))
    .map(({ file, text, object, words }) => `not found: ${file} at “${text}” ${object}: ${words}`);
  const other = found
    .filter((one) => !expected.some((wanted) => isIt(one, wanted)))
    .map((one) => `found, and not expected: ${print(one)}`);
  return [...missing, ...other];
}

function lineOf({ file, line }: Finding): string {
  return readFileSync(join(WORKSPACE, file), 'utf8').split('\n')[line - 1] ?? '';
}
