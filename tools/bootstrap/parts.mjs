/** The services with a database of their own, in the order of their ports. */
export const STORED = ['auth', 'contacts', 'presence', 'chat', 'media-gateway'];

/** Every service, in the order in which they are named to people. */
export const SERVICES = [...STORED, 'gateway'];

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
    nats: SERVICES.some((service) => !env[`NATS_URL_${upper(service)}`]),
    livekit: !env.LIVEKIT_URL,
  };
}
