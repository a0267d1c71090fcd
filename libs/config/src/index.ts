export { loadConfig, ConfigError } from './load-config.ts';
export { key } from './keys.ts';
