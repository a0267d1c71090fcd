/** The services with a database of their own, in the order of their ports. */
export const STORED = ['auth', 'contacts', 'presence', 'chat', 'media-gateway'];

/** Every service, in the order in which they are named to people. */
export const SERVICES = [...STORED, 'recorder', 'gateway'];

/**
 * Every process of ours: the service whose directory builds it, the name of its bundle in dist/, and where its
 * configuration stands. The gate is a second process of the media-gateway.
 */
export const PROCESSES = [
  ...SERVICES.map((name) => ({ name, service: name, entry: 'main', config: 'src/config.ts' })),
  { name: 'gate', service: 'media-gateway', entry: 'gate', config: 'src/gate/config.ts' },
];

/** A second worker on one machine: should one be killed, the other goes on with what it recorded. */
export const OTHER_RECORDER = 'recorder-2';

/** What the starter runs: every process, and a second recorder. */
export const STARTED = [
  ...PROCESSES,
  { name: OTHER_RECORDER, service: 'recorder', entry: 'main', config: 'src/config.ts' },
];

/** Whoever has a user of its own on NATS. */
export const BUS_USERS = PROCESSES.map(({ name }) => name);

/**
 * V8's young generation, in MiB: it grows at every burst and is never given back (bench, P14). Those through which every
 * message passes keep more of it, since a small one collects more often.
 *
 * @type {Record<string, number>}
 */
const YOUNG_MEBIBYTES = { gateway: 8, chat: 4 };

/**
 * What a service's Node is started with, here and in its image.
 *
 * @param {string} service
 * @returns {string[]}
 */
export function nodeFlags(service) {
  return [`--max-semi-space-size=${YOUNG_MEBIBYTES[service] ?? 1}`];
}

/**
 * The part of an environment variable's name that stands for a service: `media-gateway` → `MEDIA_GATEWAY`.
 *
 * @param {string} service
 */
export function upper(service) {
  return service.toUpperCase().replaceAll('-', '_');
}

/**
 * Which embedded parts this environment still needs: a part whose every user was given another address is not started.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function embeddedParts(env) {
  return {
    postgres: STORED.some((service) => !env[`DATABASE_URL_${upper(service)}`]),
    nats: BUS_USERS.some((service) => !env[`NATS_URL_${upper(service)}`]),
    livekit: !env.LIVEKIT_URL,
    mail: !env.MAIL_URL,
  };
}
