import { relative } from 'node:path';
import { WORKSPACE } from '../suites/suite.ts';

/** Where something stands. */
export interface Place {
  /** Relative to the workspace. */
  file: string;
  /** From 1. */
  line: number;
}

/** Something in the manifests that is wrong. */
export interface Finding extends Place {
  /** `Deployment parley/chat`: kind, namespace when there is one, name. */
  object: string;
  /** One sentence: what is wrong, and with what it does not agree. */
  problem: string;
}

/** `deploy/k8s/base/chat/deployment.yaml:31 Deployment parley/chat: …` */
export function print({ file, line, object, problem }: Finding): string {
  return `${file}:${line} ${object}: ${problem}`;
}

/** Each finding once, in the order of files and lines. Two overlays share a base, and so its faults. */
export function settle(findings: Finding[]): Finding[] {
  const unique = new Map(findings.map((finding) => [print(finding), finding]));
  return [...unique.values()].sort((one, other) => one.file.localeCompare(other.file) || one.line - other.line);
}

/** A file as findings name it. */
export function named(file: string): string {
  return relative(WORKSPACE, file);
}
