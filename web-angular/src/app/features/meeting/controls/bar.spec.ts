import { signal } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ParticipantRole } from '../../../graph/generated/meeting/graphql';
import { Thread } from '../../chat/thread';
import { MeetingChat } from '../chat-panel/meeting-chat';
import { LobbyBook } from '../lobby/lobby-book';
import { MeetingStore } from '../meeting-store';
import { Panels } from '../panels';
import { Reactions } from '../reactions/reactions';
import { Consent } from '../recording/consent';
import { Recorder } from '../recording/recorder';
import { PushToTalk } from '../shortcuts/push-to-talk';
import { Shortcuts } from '../shortcuts/shortcuts';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { Bar } from './bar';
import { Controls } from './controls';
import { FullScreen } from './full-screen';

const KEYS: Readonly<Record<string, number>> = { ArrowDown: 40, Escape: 27, End: 35, Home: 36 };

describe('the bar', () => {
  let fake: FakeMeeting;
  let fixture: ComponentFixture<Bar>;

  beforeEach(() => {
    fake = new FakeMeeting();
    TestBed.configureTestingModule({
      providers: [
        ...[LobbyBook, Controls, MeetingChat, Panels, Recorder, Consent, Shortcuts, PushToTalk, Reactions, FullScreen],
        { provide: Thread, useValue: { open: () => undefined, arrived: signal(null) } },
      ],
    });
    // Nothing is laid out here, so that nothing would be seen.
    vi.spyOn(HTMLElement.prototype, 'offsetParent', 'get').mockReturnValue(document.body);
  });
  afterEach(() => vi.restoreAllMocks());

  const show = async (mine: ParticipantRole): Promise<void> => {
    fake.people = [someone('me', 'Ada', mine), someone('g', 'Grace', 'HOST')];
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    fixture = TestBed.createComponent(Bar);
    document.body.append(fixture.nativeElement);
    await fixture.whenStable();
  };
  const button = (name: string): HTMLButtonElement => fixture.nativeElement.querySelector(`[aria-label="${name}"]`);
  const press = async (key: string): Promise<void> => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    // What CDK goes by.
    Object.defineProperty(event, 'keyCode', { value: KEYS[key] ?? 0 });
    document.activeElement?.dispatchEvent(event);
    await fixture.whenStable();
  };
  const focused = (): string | undefined => {
    const { activeElement: one } = document;
    return (one?.getAttribute('aria-label') ?? one?.textContent)?.trim();
  };
  const openMore = async (): Promise<HTMLButtonElement[]> => {
    button('More').focus();
    button('More').click();
    await fixture.whenStable();
    return [...document.querySelectorAll<HTMLButtonElement>('parley-more-menu [cdkMenu] button')];
  };
  const item = (items: HTMLButtonElement[], words: string): HTMLButtonElement | undefined =>
    items.find(({ textContent }) => textContent?.includes(words));

  it('is one stop of the Tab key, with arrows, Home and End within', async () => {
    await show('PRESENTER');
    const stops = [...fixture.nativeElement.querySelectorAll('[data-roving]')] as HTMLElement[];
    expect(stops.filter(({ tabIndex }) => tabIndex === 0)).toEqual([button('Mute')]);
    button('Mute').focus();
    await press('ArrowRight');
    expect(focused()).toBe('Microphone and speaker');
    await press('End');
    expect(focused()).toBe('Chat');
    expect(stops.filter(({ tabIndex }) => tabIndex === 0)).toEqual([button('Chat')]);
    await press('ArrowRight');
    expect(focused()).toBe('Mute');
  });

  it('has a menu for the rest: arrows go through it, Escape back to its button', async () => {
    await show('PRESENTER');
    const items = await openMore();
    items[0]?.focus();
    await press('ArrowDown');
    expect(focused()).toBe('Grid');
    await press('End');
    expect(focused()).toBe('Keyboard shortcuts');
    await press('Escape');
    expect(document.querySelector('parley-more-menu')).toBeNull();
    expect(focused()).toBe('More');
  });

  it('tells who is outside what was chosen in it', async () => {
    await show('PRESENTER');
    const told: string[] = [];
    fixture.componentInstance.linkWanted.subscribe(() => told.push('link'));
    fixture.componentInstance.peopleToggled.subscribe(() => told.push('people'));
    fixture.componentInstance.chatToggled.subscribe(() => told.push('chat'));
    for (const words of ['Copy meeting link', 'People', 'Chat']) item(await openMore(), words)?.click();
    expect(told).toEqual(['link', 'people', 'chat']);
  });

  it('has what hosts decide for hosts alone', async () => {
    await show('PRESENTER');
    expect(item(await openMore(), 'Host controls')).toBeUndefined();
    expect(fake.sent('MeetingRecording')).toEqual([]);
  });

  it('asks with every opening what the recorders can take, and says to a co-host why the meeting is not theirs to end', async () => {
    await show('CO_HOST');
    const before = fake.sent('MeetingRecording').length;
    const items = await openMore();
    expect(fake.sent('MeetingRecording')).toHaveLength(before + 1);
    expect(item(items, 'Host controls')).toBeDefined();
    const end = item(items, 'End meeting for everyone');
    expect(end?.getAttribute('aria-disabled')).toBe('true');
    expect(document.getElementById(end?.getAttribute('aria-describedby') ?? '')?.textContent).toContain('Only a host');
  });
});
