import { topics, type UserId } from '@parley/contracts';
import type { Caller } from '@parley/identity';
import {
  KeptSource,
  type LogEnds,
  type LoggedEvent,
  type LogRange,
  type OpenedTopic,
  type TopicPlace,
} from '@parley/live';
import { MemoryLog, MemorySource, organisationOne } from '@parley/live/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ann, ben, DoorStage } from './door-stage.ts';
import { bearer, FOLLOW, RawSocket } from './stage/index.ts';
import { soon } from './soon.ts';

/** Everybody's inbox, in memory. */
class Inboxes extends KeptSource<object> {
  readonly field = 'inbox';
  readonly args = { parse: () => ({}) };
  readonly readyType = 'InboxReady';
  readonly resyncType = 'Resync';
  readonly log = new MemoryLog();
  readonly opened: UserId[] = [];

  async open({ user }: Caller): Promise<OpenedTopic> {
    if (!user) throw new Error('nobody');
    this.opened.push(user.userId);
    const topic = topics.inbox(user.userId);
    return { topic, organisationId: organisationOne, head: this.log.head(topic), intervals: [[1, null]] };
  }

  async ends({ topic }: TopicPlace): Promise<LogEnds> {
    return { head: this.log.head(topic) };
  }

  async read({ topic }: TopicPlace, { from, to }: LogRange): Promise<LoggedEvent[]> {
    return this.log.room(topic).events.filter(({ seq }) => seq >= from && seq <= to);
  }
}

let stage: DoorStage;
beforeEach(async () => {
  stage = await DoorStage.open();
});
afterEach(() => stage.close());

it('opens a person’s operations again when their inbox says that access changed, once for all their sockets', async () => {
  const inboxes = new Inboxes();
  const owner = await stage.owner({ sources: [new MemorySource(stage.log), inboxes] });
  const door = await stage.door();
  const sockets = [await RawSocket.enter(door.ws, bearer(ben)), await RawSocket.enter(door.ws, bearer(ben))];
  const other = await RawSocket.enter(door.ws, bearer(ann));
  for (const socket of [...sockets, other]) socket.subscribe('1', FOLLOW, { id: stage.conversation });
  for (const socket of [...sockets, other]) await soon(() => expect(socket.of('1').length).toBe(1));
  await soon(() => expect(inboxes.opened.toSorted()).toEqual([ann, ben].toSorted()));
  await new Promise((resolve) => setTimeout(resolve, 200));

  stage.log.room(stage.topic).intervals.delete(ben);
  const topic = topics.inbox(ben);
  owner.publisher.publish(topic, [inboxes.log.commit(topic, () => ({ event: { __typename: 'AccessChanged' } }))]);
  for (const socket of sockets) {
    await soon(() => expect(socket.of('1').at(-1)?.type).toBe('error'));
    expect(JSON.stringify(socket.of('1').at(-1))).toContain('NOT_FOUND');
    expect(socket.closed).toBeUndefined();
  }
  stage.say(owner);
  await soon(() => expect(other.of('1').length).toBe(2));
  expect(sockets.map((socket) => socket.of('1').length)).toEqual([2, 2]);
});
