/** Injection token of a process's NATS connection. */
export const NATS = Symbol('parley:nats');
