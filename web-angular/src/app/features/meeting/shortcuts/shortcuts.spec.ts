import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from '../../../ui/announcer';
import { Controls } from '../controls/controls';
import { MeetingStore } from '../meeting-store';
import { Panels } from '../panels';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { PushToTalk } from './push-to-talk';
import { Shortcuts } from './shortcuts';
import { SingleKeys } from './single-keys';

describe('single keys', () => {
  let fake: FakeMeeting;
  const isOn = (): boolean => TestBed.inject(Controls).isMicrophoneOn();

  beforeEach(async () => {
    fake = new FakeMeeting();
    TestBed.configureTestingModule({ providers: [Controls, Panels, PushToTalk, Shortcuts] });
    fake.people = [someone('me', 'Ada', 'HOST'), someone('g', 'Grace')];
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    fake.room.enter('g', { isSpeaking: true });
    TestBed.inject(Shortcuts);
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    document.body.replaceChildren();
  });

  const key = (
    kind: 'keydown' | 'keyup',
    name: string,
    more: KeyboardEventInit = {},
    on: EventTarget = document.body,
  ) => on.dispatchEvent(new KeyboardEvent(kind, { key: name, bubbles: true, cancelable: true, ...more }));
  const place = (html: string): Element => {
    document.body.innerHTML = html;
    return document.body.firstElementChild as Element;
  };

  it('raise the hand, mute, start video and say who speaks', async () => {
    const say = vi.spyOn(TestBed.inject(Announcer), 'say');
    key('keydown', 'h');
    expect(fake.sent('SetHand')).toMatchObject([{ isRaised: true }]);
    key('keydown', 'M');
    await vi.waitFor(() => expect(isOn()).toBe(false));
    key('keydown', 'v');
    expect(fake.room.asked.at(-1)).toBe('camera true');
    key('keydown', 'c');
    expect(TestBed.inject(Panels).isChatOpen()).toBe(true);
    key('keydown', 's');
    expect(say).toHaveBeenCalledWith('Speaking now: Grace');
  });

  it('do nothing where one types, in chords, repeated, beside a menu, or switched off', () => {
    key('keydown', 'h', {}, place('<input />'));
    key('keydown', 'h', { ctrlKey: true });
    key('keydown', 'h', { repeat: true });
    place('<div role="menu"></div>');
    key('keydown', 'h');
    document.body.replaceChildren();
    TestBed.inject(SingleKeys).set(false);
    key('keydown', 'h');
    expect(fake.sent('SetHand')).toEqual([]);
    TestBed.inject(SingleKeys).set(true);
    key('keydown', 'h');
    expect(fake.sent('SetHand')).toHaveLength(1);
  });

  it('the space bar talks while it is held, and never where it presses something', async () => {
    await TestBed.inject(Controls).toggleMicrophone();
    key('keydown', ' ', {}, place('<button>x</button>'));
    expect(isOn()).toBe(false);
    key('keydown', ' ');
    key('keydown', ' ', { repeat: true });
    key('keydown', 'm');
    await vi.waitFor(() => expect(isOn()).toBe(true));
    key('keyup', ' ');
    await vi.waitFor(() => expect(isOn()).toBe(false));
    key('keydown', ' ');
    window.dispatchEvent(new Event('blur'));
    await vi.waitFor(() => expect(fake.room.asked.slice(-2)).toEqual(['microphone true', 'microphone false']));
    expect(isOn()).toBe(false);
  });

  it('the space bar leaves alone who is heard already', () => {
    key('keydown', ' ');
    key('keyup', ' ');
    expect(isOn()).toBe(true);
    expect(fake.room.asked).toEqual(['connect ws://x tok']);
  });
});
