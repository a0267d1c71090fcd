export { loadConfig, ConfigError } from './load-config.ts';
export { key } from './keys.ts';
export { environment } from './environment.ts';
