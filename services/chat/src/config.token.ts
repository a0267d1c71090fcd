/** Injection token of chat's parsed configuration. */
export const CONFIG = Symbol('chat:config');
