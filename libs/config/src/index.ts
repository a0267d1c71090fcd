export { loadConfig, ConfigError } from './load-config.ts';
export { key, SECRET } from './keys.ts';
export { environment } from './environment.ts';
