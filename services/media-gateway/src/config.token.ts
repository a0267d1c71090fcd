/** Injection token of the media-gateway's parsed configuration. */
export const CONFIG = Symbol('media-gateway:config');
