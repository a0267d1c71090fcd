import { ComponentFixture, TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GraphError } from '../../../graph/graph-error';
import type { Pulse } from '../livekit/mending-port';
import { LobbyBook } from '../lobby/lobby-book';
import { MeetingStore } from '../meeting-store';
import { PeoplePanel } from '../people/people-panel';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { Connection } from './connection';
import { Hearing } from './hearing';
import { LinkSign } from './link-sign';

describe('who hears me', () => {
  let fake: FakeMeeting;
  let panel: ComponentFixture<PeoplePanel>;
  let sign: ComponentFixture<LinkSign>;
  const silent = new Set<string>();

  beforeEach(async () => {
    vi.useFakeTimers();
    silent.clear();
    fake = new FakeMeeting();
    TestBed.configureTestingModule({ providers: [Connection, Hearing, LobbyBook] });
    fake.people = [someone('me', 'Ada', 'HOST'), someone('g', 'Grace'), someone('m', 'Mara')];
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    for (const identity of ['g', 'm']) fake.room.enter(identity, { isMicrophoneOn: true });
    TestBed.inject(Hearing);
    panel = TestBed.createComponent(PeoplePanel);
    sign = TestBed.createComponent(LinkSign);
    sign.componentRef.setInput('identity', 'me');
    sign.componentRef.setInput('isLocal', true);
    await pass(3);
  });
  afterEach(() => vi.useRealTimers());

  async function pass(seconds: number): Promise<void> {
    for (let step = 0; step < seconds * 4; step++) {
      const before = fake.room.pulse;
      const tracks = ['g', 'm'].map((identity): Pulse['tracks'][number] => {
        const { packets = 0, decoded = 0 } = before.tracks.find((one) => one.identity === identity) ?? {};
        const more = silent.has(identity) ? 0 : 10;
        const counters = { packets: packets + more, decoded: decoded + more };
        return { id: `TR_${identity}`, identity, kind: 'sound', isDue: true, ...counters };
      });
      fake.room.pulse = { at: performance.now(), received: before.received + 1, isSending: true, tracks };
      await vi.advanceTimersByTimeAsync(250);
      TestBed.tick();
    }
  }
  const row = (name: string): string =>
    [...panel.nativeElement.querySelectorAll('[data-testid=participant]')]
      .find((one: HTMLElement) => one.textContent?.includes(name))
      ?.querySelector('parley-hearing-line')
      ?.textContent.trim();
  const tile = (): string => sign.nativeElement.textContent.trim();
  const heard = (heardBy: number, deaf: object[] = []): void => {
    fake.hearing = { listeners: 2, heardBy, deaf, wellIds: [], againAfterSeconds: 2 };
  };

  it('is asked every two seconds, with whom I hear myself', async () => {
    fake.asked.splice(0);
    await pass(6);
    const reports = fake.sent('ReportHearing');
    expect(reports).toHaveLength(3);
    expect(reports[0]).toEqual({
      ...{ meetingId: 'mtg_1', participantId: 'par_me' },
      ...{ hears: ['g', 'm'], misses: [], silent: [], isSoundOff: false, isCut: false },
    });
  });

  it('is reported at once when it changes', async () => {
    fake.asked.splice(0);
    silent.add('g');
    await pass(3);
    expect(fake.sent('ReportHearing').at(-1)).toMatchObject({ hears: ['m'], misses: ['g'], silent: ['g'] });
    fake.room.isSoundBlocked.set(true);
    TestBed.tick();
    await pass(0.75);
    expect(fake.sent('ReportHearing').at(-1)).toMatchObject({ hears: [], misses: ['m', 'g'], isSoundOff: true });
  });

  it('is told in the list of people; on my own tile only when it is not everybody, and lasts', async () => {
    heard(2);
    await pass(2);
    expect([row('Ada'), tile()]).toEqual(['Heard by 2 of 2', '']);
    heard(1, [{ participantId: 'par_m', isSoundOff: true }]);
    await pass(2);
    expect([row('Ada'), row('Mara'), tile()]).toEqual(['Heard by 1 of 2', '', '']);
    await pass(4);
    expect([row('Mara'), tile()]).toEqual(['Does not hear you: their sound is off', 'Heard by 1 of 2']);
    heard(1, [{ participantId: 'par_m', isSoundOff: false }]);
    await pass(2);
    expect(row('Mara')).toBe('Does not hear you: your sound does not reach them');
    heard(2);
    await pass(2);
    expect([row('Mara'), tile()]).toEqual(['', '']);
  });

  it('is nobody’s business while I am muted, and not known without the graph', async () => {
    heard(1, [{ participantId: 'par_m', isSoundOff: true }]);
    await pass(6);
    await fake.room.setMicrophone(false);
    await pass(0.5);
    expect([row('Ada'), row('Mara'), tile()]).toEqual(['', '', '']);
    await fake.room.setMicrophone(true);
    fake.fault = new GraphError('OFFLINE');
    await pass(3);
    expect([row('Ada'), row('Mara'), tile()]).toEqual(['', '', '']);
  });
});
