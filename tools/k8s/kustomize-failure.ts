import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { named, type Finding, type Place } from './finding.ts';

/** What kustomize says when an overlay does not render, with the file and line that its words lead to. */
export function kustomizeFailure(said: string, overlay: string): Finding {
  const quoted = [...said.matchAll(/['"`]([^'"`\n]+)['"`]/g)].map(([, words = '']) => words);
  const directory = quoted.findLast((words) => existsSync(join(words, 'kustomization.yaml'))) ?? overlay;
  const why =
    said
      .trim()
      .split(/(?:recursed accumulation of path|for path) '[^']+': /)
      .at(-1) ?? '';
  const problem = why.replace(/^Error: /, '').replaceAll(/\s*\n\s*/g, ' ');
  return { ...placeOf(said, directory, quoted), object: `Kustomization ${named(directory)}`, problem };
}

function placeOf(said: string, directory: string, quoted: string[]): Place {
  const line = Number(/yaml: line (\d+)/.exec(said)?.[1] ?? 0);
  const broken = quoted
    .map((words) => join(directory, words))
    .findLast((file) => existsSync(file) && statSync(file).isFile());
  if (line && broken) return { file: named(broken), line };
  const [, target] = /no matches for Id [^/\s]+\/([\w-]+)/.exec(said) ?? [];
  const words = target ? [`name: ${target}`] : quoted.filter((one) => !one.startsWith('/')).reverse();
  const others = readdirSync(directory).filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml');
  const files = [...others, 'kustomization.yaml'];
  const places = words.flatMap((word) => files.flatMap((file) => find(join(directory, file), word)));
  return places[0] ?? { file: named(join(directory, 'kustomization.yaml')), line: 1 };
}

function find(file: string, word: string): Place[] {
  const index = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(word));
  return index < 0 ? [] : [{ file: named(file), line: index + 1 }];
}
