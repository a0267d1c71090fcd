/** Injection token of auth's parsed configuration. */
export const CONFIG = Symbol('auth:config');
