import { readFileSync } from 'node:fs';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { crdFiles } from './crds.ts';
import type { Finding } from './finding.ts';
import { definitions, KUBERNETES } from './kubernetes-schemas.ts';
import type { Manifest } from './manifest.ts';
import { at, type Path } from './yaml-file.ts';

/** Says what a schema has against an object; undefined when the kind is unknown. */
export type Validator = (object: { apiVersion: string; kind: string }) => ErrorObject[] | undefined;

const AJV = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  validateSchema: false,
  logger: false,
  code: { optimize: false },
} as const;

/** Every object of the manifests against Kubernetes' schemas and those of the operators, unknown fields included. */
export async function checkSchemas(manifests: Manifest[]): Promise<Finding[]> {
  const custom = await customValidator();
  const validators = await Promise.all(
    KUBERNETES.map(async (release) => [release, await kubernetesValidator(release)] as const),
  );
  return validators.flatMap(([release, kubernetes]) =>
    manifests.flatMap((manifest) => {
      const errors = kubernetes(manifest.object) ?? custom(manifest.object);
      if (errors) return findings(manifest, errors);
      const what = `neither Kubernetes ${release} nor an operator we know has a ${manifest.kind} of ${manifest.object.apiVersion}`;
      return [manifest.finding(['apiVersion'], what)];
    }),
  );
}

const compiledReleases = new Map<string, Promise<Validator>>();

/** Validates Kubernetes' own kinds as one of its releases defines them. */
export function kubernetesValidator(release: (typeof KUBERNETES)[number]): Promise<Validator> {
  const known = compiledReleases.get(release) ?? readRelease(release);
  compiledReleases.set(release, known);
  return known;
}

async function readRelease(release: (typeof KUBERNETES)[number]): Promise<Validator> {
  const { $id, $defs } = await definitions(release);
  const ajv = new Ajv2020(AJV);
  ajv.addSchema({ $id, $defs });
  const names = new Map(
    Object.entries($defs).flatMap(([name, schema]) =>
      (schema['x-kubernetes-group-version-kind'] ?? []).map(({ group, version, kind }) => [
        `${group ? `${group}/` : ''}${version} ${kind}`,
        name,
      ]),
    ),
  );
  const compiled = new Map<string, ValidateFunction>();
  return (object) => {
    const name = names.get(`${object.apiVersion} ${object.kind}`);
    if (!name) return undefined;
    const validate = compiled.get(name) ?? ajv.compile({ $ref: `${$id}#/$defs/${name}` });
    compiled.set(name, validate);
    return validate(object) ? [] : (validate.errors ?? []);
  };
}

interface Crd {
  spec: {
    group: string;
    names: { kind: string };
    versions: { name: string; served: boolean; schema?: { openAPIV3Schema: Schema } }[];
  };
}

type Schema = Record<string, unknown>;

let custom: Promise<Validator> | undefined;

/** Validates custom resources by their operators' definitions. */
export function customValidator(): Promise<Validator> {
  custom ??= readCustom();
  return custom;
}

async function readCustom(): Promise<Validator> {
  const files = (await crdFiles()).map(({ file }) => file);
  const ajv = new Ajv2020(AJV);
  const compiled = new Map<string, ValidateFunction>();
  return (object) => {
    const id = `${object.apiVersion} ${object.kind}`;
    const [group = '', version] = object.apiVersion.split('/');
    const known = compiled.get(id);
    const validate =
      known ??
      compile(
        ajv,
        files.find((file) => isFor(file, group, object.kind)),
        version,
      );
    if (!validate) return undefined;
    compiled.set(id, validate);
    return validate(object) ? [] : (validate.errors ?? []);
  };
}

/** A cheap look, because parsing all of them takes seconds. */
function isFor(file: string, group: string, kind: string): boolean {
  const text = readFileSync(file, 'utf8');
  return text.includes(`\n  group: ${group}\n`) && text.includes(`\n    kind: ${kind}\n`);
}

function compile(ajv: Ajv2020, file: string | undefined, version: string | undefined): ValidateFunction | undefined {
  if (!file) return undefined;
  const crd = parse(readFileSync(file, 'utf8')) as Crd;
  const found = crd.spec.versions.find(({ name, served }) => name === version && served);
  if (!found?.schema) return undefined;
  const { openAPIV3Schema: schema } = found.schema;
  // The API server itself knows these three.
  const properties = { ...(schema.properties as Schema), apiVersion: {}, kind: {}, metadata: {} };
  return ajv.compile(closed({ ...schema, properties }) as Schema);
}

/** The schema with unknown fields refused wherever the API server would prune them, and OpenAPI's words translated. */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const given = schema as Schema;
  const made: Schema = { ...given };
  for (const word of ['items', 'additionalProperties']) if (word in given) made[word] = closed(given[word]);
  if (given.properties) {
    made.properties = Object.fromEntries(
      Object.entries(given.properties).map(([name, inner]) => [name, closed(inner)]),
    );
    const isOpen = given['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in given;
    if (!isOpen) made.additionalProperties = false;
  }
  if (given['x-kubernetes-int-or-string'] === true) {
    made.type = ['integer', 'string'];
    delete made.anyOf;
  }
  if (given.nullable === true && typeof made.type === 'string') made.type = [made.type, 'null'];
  return made;
}

function findings(manifest: Manifest, errors: ErrorObject[]): Finding[] {
  const deepest = Math.max(...errors.map(({ instancePath }) => instancePath.length));
  const isChoice = ({ keyword }: ErrorObject) => ['oneOf', 'anyOf', 'not', 'if'].includes(keyword);
  const plain = errors.filter((error) => !isChoice(error));
  const told = plain.length > 0 ? plain : errors.filter(({ instancePath }) => instancePath.length === deepest);
  return told.map((error) => {
    const path = steps(manifest, error);
    return manifest.finding(path, describe(error, path));
  });
}

function steps(manifest: Manifest, error: ErrorObject): Path {
  const path: (string | number)[] = [];
  for (const part of error.instancePath.split('/').slice(1)) {
    const step = part.replaceAll('~1', '/').replaceAll('~0', '~');
    path.push(Array.isArray(at(manifest.object, path)) ? Number(step) : step);
  }
  return error.keyword === 'additionalProperties' ? [...path, String(error.params.additionalProperty)] : path;
}

function describe({ keyword, params, message }: ErrorObject, path: Path): string {
  const where = path.join('.');
  if (keyword === 'additionalProperties') return `unknown field ${where}`;
  if (keyword === 'required')
    return `${where ? `${where} lacks` : 'lacks'} the field ${String(params.missingProperty)}`;
  if (keyword === 'enum') return `${where} must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
  return `${where} ${message ?? 'is not as its schema says'}`;
}
