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
