import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { named, type Finding } from './finding.ts';

/** What kustomize says when an overlay does not render, with the file and line that its words lead to. */
export function kustomizeFailure(said: string, overlay: string): Finding {
  const problem = said
    .trim()
    .replace(/^Error: /, '')
    .split(': ')
    .slice(-3)
    .join(': ')
    .replaceAll(/\s*\n\s*/g, ' ');
  const quoted = [...said.matchAll(/['"`]([^'"`\n]+)['"`]/g)].map(([, words = '']) => words);
  const directory = quoted.findLast((words) => existsSync(join(words, 'kustomization.yaml'))) ?? overlay;
  const word = quoted.findLast((words) => !words.startsWith('/') && words !== 'kustomization.yaml') ?? '';
  const candidates = [...quoted.map((words) => resolve(directory, words)), join(directory, 'kustomization.yaml')];
  const line = Number(/yaml: line (\d+)/.exec(said)?.[1] ?? 0);
  const file =
    candidates.findLast((one, index) => isFile(one) && (line > 0 || index === candidates.length - 1)) ?? overlay;
  return {
    file: named(file),
    line: line || lineWith(file, word),
    object: `Kustomization ${named(directory)}`,
    problem,
  };
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

function lineWith(file: string, word: string): number {
  if (!isFile(file) || !word) return 1;
  return (
    Math.max(
      0,
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((line) => line.includes(word)),
    ) + 1
  );
}
