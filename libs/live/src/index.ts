export { LiveModule, type LiveOptions } from './source/live.module.ts';
export {
  KeptSource,
  type LoggedEvent,
  type LogEnds,
  type LogRange,
  type OpenedTopic,
  type Parser,
  type TopicPlace,
} from './source/kept-source.ts';
export { StandingSource, type StandingPage } from './source/standing-source.ts';
export { FleetingSource, type OpenedTopics } from './source/fleeting-source.ts';
export { LivePublisher } from './source/live-publisher.ts';
export { LiveCursors } from './source/live-cursors.ts';
export { LiveOwner } from './source/live-owner.ts';
export { LiveResponder } from './source/live-responder.ts';
export { CursorMint } from './source/cursors.ts';
export { GrantMint } from './source/grants.ts';
export { Epoch, EPOCH_SQL } from './source/epoch.ts';
export { servedByTheLiveDoor } from './source/served-by-the-live-door.ts';
export { LiveFollower } from './follower/live-follower.ts';
export type { Delivery, Following, Outlet, Subscriber } from './follower/subscriber.ts';
export type { Question, SignClaim } from './follower/owner-client.ts';
