export { bearer, DoorProcess } from './door-process.ts';
export { clientOf, Follower, follow, signedIn } from './client.ts';
export { FOLLOW, schema } from './schema.ts';
