export { connectNats } from './connect-nats.ts';
export { ask } from './ask.ts';
export { Requests } from './requests.ts';
export { BusModule, NATS } from './bus.module.ts';
export { BusServer } from './bus-server.ts';
export { OutboxRelay } from './outbox-relay.ts';
export type { FactDelivery } from './fact-consumer.ts';
export { FactFollower } from './fact-follower.ts';
export { LOGGER } from './logger.token.ts';
