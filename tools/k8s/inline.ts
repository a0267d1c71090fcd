import { join } from 'node:path';
import { WORKSPACE } from '../suites/suite.ts';
import { print, type Finding } from './finding.ts';
import { Manifest } from './manifest.ts';
import type { KubeObject } from './objects.ts';
import { worldOf, type World } from './world.ts';
import { remember } from './yaml-file.ts';

/** The manifests in a text, for tests: as if they stood in a file `inline.yaml`. */
export function inline(text: string): Manifest[] {
  const file = join(WORKSPACE, 'inline.yaml');
  return remember(file, text).documents.map((document) => new Manifest(document.toJS() as KubeObject, file, []));
}

/** As inline, ready for the checks; what charts make is not there. */
export function inlineWorld(text: string): World {
  return worldOf(inline(text), []);
}

/** Findings as people read them, without the file. */
export function told(findings: Finding[]): string[] {
  return findings.map((finding) => print(finding).replace('inline.yaml:', ''));
}
