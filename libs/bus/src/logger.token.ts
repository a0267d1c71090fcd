/** Injection token of the logger the bus writes to. */
export const LOGGER = Symbol('parley:bus-logger');
