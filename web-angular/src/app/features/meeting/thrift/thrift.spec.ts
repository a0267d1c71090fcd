import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from '../../../ui/announcer';
import { Controls } from '../controls/controls';
import { MeetingStore } from '../meeting-store';
import { FakeMeeting } from '../testing/fake-meeting';
import { Thrift } from './thrift';
import { ThriftKeeper } from './thrift-keeper';

describe('doing without', () => {
  let fake: FakeMeeting;
  let thrift: Thrift;
  let keeper: ThriftKeeper;

  beforeEach(async () => {
    fake = new FakeMeeting();
    TestBed.configureTestingModule({ providers: [Controls, ThriftKeeper] });
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    thrift = TestBed.inject(Thrift);
    keeper = TestBed.inject(ThriftKeeper);
    TestBed.tick();
  });

  it('of video ends one’s own camera and share, says so, and lets neither be started', async () => {
    const say = vi.spyOn(TestBed.inject(Announcer), 'say');
    const picture = { id: 'p', attach: () => undefined, detach: () => undefined };
    fake.room.people.update((people) =>
      people.map((one) => ({ ...one, camera: picture, screen: picture, isCameraOn: true, isSharing: true })),
    );
    thrift.choose('audio-only');
    TestBed.tick();
    await vi.waitFor(() => expect(fake.room.asked).toEqual(expect.arrayContaining(['screen false', 'camera false'])));
    expect(say).toHaveBeenCalledWith(expect.stringContaining('Audio only'));
    fake.room.people.update((people) => people.map((one) => ({ ...one, camera: null, screen: null })));
    const before = fake.room.asked.length;
    await TestBed.inject(Controls).toggleCamera();
    await TestBed.inject(Controls).toggleSharing();
    expect(fake.room.asked).toHaveLength(before);
    expect(TestBed.inject(Controls).whyNot().camera).toContain('Audio only');
  });

  it('is offered when the computer cannot keep up, and never begun by itself', () => {
    expect(keeper.isOffered()).toBe(false);
    fake.room.isOverworked.set(true);
    expect(keeper.isOffered()).toBe(true);
    expect(thrift.mode()).toBe('off');
    keeper.accept();
    TestBed.tick();
    expect(thrift.mode()).toBe('low-cpu');
    expect(keeper.isOffered()).toBe(false);
    expect(fake.room.asked.at(-1)).toBe('capture low');
    thrift.choose('off');
    TestBed.tick();
    expect(fake.room.asked.at(-1)).toBe('capture full');
  });

  it('is not offered again once declined', () => {
    fake.room.isOverworked.set(true);
    keeper.decline();
    expect(keeper.isOffered()).toBe(false);
    expect(thrift.mode()).toBe('off');
  });
});
