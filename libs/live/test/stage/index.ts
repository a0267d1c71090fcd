export { NatsServer } from './nats-server.ts';
export { MemoryLog, MemorySource, organisationOne } from './memory-log.ts';
export {
  claimKey,
  connectTo,
  conversationNumber,
  SECRET,
  signFor,
  startOwner,
  userNumber,
  type OwnerProcess,
} from './stage.ts';
export { Recorder } from './recorder.ts';
export { randomFrom } from './random.ts';
export { MemoryPresence, MemoryPresenceSource } from './memory-presence.ts';
export { INBOXES, MemoryStandings, MemoryStandingSource } from './memory-standings.ts';
