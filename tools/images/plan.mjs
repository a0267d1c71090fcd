import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { StepFailure } from '../bootstrap/failure.mjs';
import { SERVICES } from '../bootstrap/parts.mjs';

const STEP = 'images';
const ENGINES = ['docker', 'podman'];
const USAGE = 'npm run images -- --registry registry.example/parley --tag 0.1.0 --node-digest sha256:…';
const REGISTRY = /^[a-z0-9]+([.-][a-z0-9]+)*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/**
 * @typedef {object} Plan
 * @property {string} engine `docker` or `podman`
 * @property {{ name: string, commands: string[][] }[]} images each image's name, and the engine's arguments that make it
 * @property {boolean} pushes whether the images go to the registry
 * @property {boolean} isPrinted whether the commands are printed, and not run
 */

/**
 * What `npm run images` is asked to do.
 *
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env whose PATH is searched for an engine
 * @param {string} [revision] the commit, for the images' label
 * @returns {Plan}
 * @throws {StepFailure} when an option is missing, unknown or malformed, or no engine is found
 */
export function planImages(args, env, revision) {
  const options = parse(args);
  const { registry, tag, services } = checked(options);
  const labels = { version: tag, ...(revision ? { revision } : {}) };
  const described = Object.entries(labels).flatMap(([key, value]) => [
    '--label',
    `org.opencontainers.image.${key}=${value}`,
  ]);
  const images = services.map((service) => {
    const name = `${registry}/${service}:${tag}`;
    const digest = `NODE_DIGEST=${options['node-digest']}`;
    const file = `services/${service}/Containerfile`;
    const build = ['build', '--file', file, '--build-arg', digest, ...described, '--tag', name, '.'];
    return { name, commands: options.push ? [build, ['push', name]] : [build] };
  });
  return { engine: engineOf(options.engine, env), images, pushes: options.push, isPrinted: options.print };
}

function parse(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  const service = /** @type {const} */ ({ type: 'string', multiple: true });
  const options = { registry: text, tag: text, 'node-digest': text, engine: text, service, push: flag, print: flag };
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw refusal(error.message, `use: ${USAGE} [--service auth …] [--engine podman] [--push] [--print]`);
  }
}

function checked({ registry = '', tag = '', 'node-digest': digest = '', service: services = SERVICES }) {
  const fault = (option, value, mend) =>
    refusal(value === '' ? `--${option} is missing` : `--${option} ${value} is not usable`, mend);
  if (!REGISTRY.test(registry)) {
    throw fault('registry', registry, `give the registry and path, in lower case and without https://: ${USAGE}`);
  }
  if (!TAG.test(tag)) throw fault('tag', tag, 'give up to 128 of A-Z a-z 0-9 _ . - that begin with no . or -');
  if (!DIGEST.test(digest)) {
    throw fault(
      'node-digest',
      digest,
      'look up the digest of the base as docs/operate/images.md says: sha256:<64 hex>',
    );
  }
  const unknown = services.find((name) => !SERVICES.includes(name));
  if (unknown !== undefined) throw fault('service', unknown, `name some of ${SERVICES.join(', ')}`);
  return { registry, tag, services };
}

function engineOf(wanted, env) {
  if (wanted !== undefined && !ENGINES.includes(wanted)) {
    throw refusal(`--engine ${wanted} is not known`, `use ${ENGINES.join(' or ')}`);
  }
  const candidates = wanted ? [wanted] : ENGINES;
  const found = candidates.find((name) => isOnPath(name, env.PATH ?? ''));
  if (found) return found;
  throw refusal(`there is no ${candidates.join(' and no ')} on PATH`, 'install one, or build where there is one');
}

function isOnPath(program, path) {
  return path
    .split(delimiter)
    .filter(Boolean)
    .some((directory) => {
      try {
        accessSync(join(directory, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function refusal(why, mend) {
  return new StepFailure(STEP, why, { mend });
}
