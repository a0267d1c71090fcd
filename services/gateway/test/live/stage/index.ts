export { bearer, DoorProcess } from './door-process.ts';
export { clientOf, Follower, follow, signedIn, Watched } from './client.ts';
export { FOLLOW, schema } from './schema.ts';
export { RawSocket } from './raw-socket.ts';
