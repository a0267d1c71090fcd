import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import { Controls } from '../controls/controls';
import { MeetingStore } from '../meeting-store';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { Moderated } from './moderated';

describe('being moderated', () => {
  let fake: FakeMeeting;
  let moderated: Moderated;
  let interrupt: ReturnType<typeof vi.spyOn>;
  const toasts = (): string[] =>
    TestBed.inject(Toaster)
      .toasts()
      .map(({ text }) => text);
  const isOn = (): boolean => TestBed.inject(Controls).isMicrophoneOn();

  beforeEach(async () => {
    fake = new FakeMeeting();
    TestBed.configureTestingModule({ providers: [Controls, Moderated] });
    fake.people = [someone('me', 'Ada', 'PRESENTER')];
    fake.admission = fake.admitted('PRESENTER');
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    interrupt = vi.spyOn(TestBed.inject(Announcer), 'interrupt');
    moderated = TestBed.inject(Moderated);
    TestBed.tick();
  });

  it('muted: told at once, by name, and the microphone is off', () => {
    fake.tell({ __typename: 'Muted', mutedId: 'par_me', source: 'MICROPHONE', by: 'Mara' });
    expect(toasts()).toEqual(['Mara muted you']);
    expect(interrupt).toHaveBeenCalledWith('Mara muted you');
    expect(isOn()).toBe(false);
  });

  it.each([
    ['CAMERA', 'camera false', 'Mara stopped your video'],
    ['SCREEN_SHARE', 'screen false', 'Mara stopped your sharing'],
  ])('%s goes off', (source, verb, words) => {
    fake.tell({ __typename: 'Muted', mutedId: 'par_me', source, by: 'Mara' });
    expect([toasts(), fake.room.asked.at(-1)]).toEqual([[words], verb]);
  });

  it('somebody else’s muting is not mine; everybody’s is, unless I moderate', () => {
    fake.tell({ __typename: 'Muted', mutedId: 'par_g', source: 'MICROPHONE', by: 'Mara' });
    expect(isOn()).toBe(true);
    fake.tell({ __typename: 'ParticipantChanged', participant: someone('me', 'Ada', 'CO_HOST') });
    fake.tell({ __typename: 'Muted', mutedId: null, source: 'MICROPHONE', by: 'Mara' });
    expect(isOn()).toBe(true);
    fake.tell({ __typename: 'ParticipantChanged', participant: someone('me', 'Ada', 'PRESENTER') });
    fake.tell({ __typename: 'Muted', mutedId: null, source: 'MICROPHONE', by: 'Mara' });
    expect([isOn(), toasts().at(-1)]).toEqual([false, 'Mara muted everyone']);
  });

  it('asked to unmute: nothing is turned on before I say so', async () => {
    await fake.room.setMicrophone(false);
    fake.tell({ __typename: 'UnmuteAsked', participantId: 'par_me', by: 'Mara' });
    expect([moderated.askedBy(), isOn()]).toEqual(['Mara', false]);
    expect(interrupt).toHaveBeenCalledWith('Mara asks you to unmute');
    await moderated.answer(false);
    expect([moderated.askedBy(), isOn()]).toEqual([undefined, false]);
    fake.tell({ __typename: 'UnmuteAsked', participantId: 'par_me', by: 'Mara' });
    await moderated.answer(true);
    expect([moderated.askedBy(), isOn()]).toEqual([undefined, true]);
  });

  it('asked while I speak already, or somebody else is asked: nothing', async () => {
    fake.tell({ __typename: 'UnmuteAsked', participantId: 'par_me', by: 'Mara' });
    expect(moderated.askedBy()).toBeUndefined();
    await fake.room.setMicrophone(false);
    fake.tell({ __typename: 'UnmuteAsked', participantId: 'par_g', by: 'Mara' });
    expect(moderated.askedBy()).toBeUndefined();
  });

  it('another role is told, and a viewer’s microphone goes off and stays off', async () => {
    fake.tell({ __typename: 'ParticipantChanged', participant: someone('me', 'Ada', 'CO_HOST') });
    expect(toasts()).toEqual(['You are a co-host now']);
    fake.tell({ __typename: 'ParticipantChanged', participant: someone('me', 'Ada', 'VIEWER') });
    expect(isOn()).toBe(false);
    await TestBed.inject(Controls).toggleMicrophone();
    expect(isOn()).toBe(false);
    expect(toasts().at(-1)).toContain('You are a viewer here');
  });

  it('a lock takes what is on off, says so, and keeps it off until it is undone', async () => {
    const lock = (isLocked: boolean): void =>
      fake.tell({
        __typename: 'MeetingChanged',
        meeting: { ...fake.facts, permissions: { ...fake.facts.permissions, presentersMayUnmute: !isLocked } },
      });
    lock(true);
    expect(isOn()).toBe(false);
    expect(toasts()).toEqual(['The host does not let presenters unmute themselves.']);
    await TestBed.inject(Controls).toggleMicrophone();
    expect(isOn()).toBe(false);
    lock(false);
    expect(isOn()).toBe(false);
    await TestBed.inject(Controls).toggleMicrophone();
    expect(isOn()).toBe(true);
  });
});
