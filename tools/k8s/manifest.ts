import { named, type Finding, type Place } from './finding.ts';
import type { KustomizationFile } from './kustomization.ts';
import { locate } from './locate.ts';
import type { KubeObject } from './objects.ts';
import type { Path } from './yaml-file.ts';

/** A rendered object that knows where each of its fields was set. */
export class Manifest {
  readonly object: KubeObject;
  /** The file it came from, relative to the workspace. */
  readonly file: string;
  readonly #origin: string;
  readonly #tree: KustomizationFile[];

  /**
   * @param origin the file it came from, absolute
   * @param tree every kustomization of the overlay, in the order of application
   */
  constructor(object: KubeObject, origin: string, tree: KustomizationFile[]) {
    this.object = object;
    this.file = named(origin);
    this.#origin = origin;
    this.#tree = tree;
  }

  get kind(): string {
    return this.object.kind;
  }

  get name(): string {
    return this.object.metadata.name;
  }

  /** Empty for what belongs to the whole cluster. */
  get namespace(): string {
    return this.object.metadata.namespace ?? '';
  }

  /** `Deployment parley/chat` */
  get title(): string {
    return `${this.kind} ${this.namespace ? `${this.namespace}/` : ''}${this.name}`;
  }

  /** Where a field was set: in the object's own file, or in the patch or generator that gave it its value. */
  placeOf(path: Path): Place {
    return locate({ object: this.object, origin: this.#origin }, this.#tree, path);
  }

  /** The line of a field, in the file that placeOf names. */
  lineOf(path: Path): number {
    return this.placeOf(path).line;
  }

  /** Something that is not there and belongs to the object's own file, whatever patches add to it. */
  lack(path: Path, problem: string): Finding {
    const place = locate({ object: this.object, origin: this.#origin }, [], path);
    return { ...place, object: this.title, problem };
  }

  /** Something wrong with a field. */
  finding(path: Path, problem: string): Finding {
    return { ...this.placeOf(path), object: this.title, problem };
  }
}

/** The manifests of the given kinds. */
export function ofKind(manifests: Manifest[], ...kinds: string[]): Manifest[] {
  return manifests.filter(({ kind }) => kinds.includes(kind));
}
