/** Injection token of a process's NATS connection. */
export const NATS = Symbol('parley:nats');

/** Injection token of STREAM_REPLICAS: on how many servers JetStream keeps our streams. */
export const STREAM_REPLICAS = Symbol('parley:stream-replicas');
