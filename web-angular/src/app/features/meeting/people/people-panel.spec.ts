import { ComponentFixture, TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ParticipantRole } from '../../../graph/generated/meeting/graphql';
import { LobbyBook } from '../lobby/lobby-book';
import { MeetingStore } from '../meeting-store';
import { FakeMeeting, someone } from '../testing/fake-meeting';
import { Pins } from '../stage/pins';
import { Spotlight } from '../stage/spotlight';
import { PeoplePanel } from './people-panel';

describe('the people of a meeting', () => {
  let fake: FakeMeeting;
  let fixture: ComponentFixture<PeoplePanel>;

  beforeEach(() => {
    fake = new FakeMeeting();
    TestBed.configureTestingModule({ providers: [LobbyBook, Pins, Spotlight] });
  });

  const open = async (mine: ParticipantRole): Promise<void> => {
    fake.people = [someone('me', 'Ada', mine), someone('g', 'Grace', 'HOST'), someone('m', 'Mara', 'VIEWER', true)];
    const store = TestBed.inject(MeetingStore);
    await store.open('abc');
    await store.join();
    fake.room.enter('g', { isMicrophoneOn: true });
    fake.room.enter('m');
    fixture = TestBed.createComponent(PeoplePanel);
    await fixture.whenStable();
  };
  const row = (name: string): HTMLElement | undefined =>
    [...fixture.nativeElement.querySelectorAll('[data-testid=participant]')].find((one: HTMLElement) =>
      one.textContent?.includes(name),
    );
  const menuOf = async (name: string): Promise<HTMLButtonElement[]> => {
    row(name)?.querySelector('button')?.click();
    await fixture.whenStable();
    return [...document.querySelectorAll<HTMLButtonElement>('parley-person-menu button')];
  };
  const item = (items: HTMLButtonElement[], words: string): HTMLButtonElement =>
    items.find(({ textContent }) => textContent?.includes(words)) as HTMLButtonElement;

  it('have their roles beside their names', async () => {
    await open('PRESENTER');
    expect(row('Grace')?.textContent).toContain('Host');
    expect(row('Mara')?.textContent).toContain('Viewer · Guest');
    expect(fixture.nativeElement.querySelectorAll('li button')).toHaveLength(0);
  });

  it('are managed by a host: muted, or asked to unmute, and removed after a question', async () => {
    await open('HOST');
    expect(row('Grace')?.querySelector('button')?.getAttribute('aria-label')).toBe('Manage Grace');
    item(await menuOf('Grace'), 'Mute').click();
    await vi.waitFor(() => expect(fake.sent('Mute')).toHaveLength(1));
    expect(fake.sent('Mute')[0]).toMatchObject({ source: 'MICROPHONE', target: { participantId: 'par_g' } });
    const items = await menuOf('Mara');
    expect(item(items, 'Ask to unmute').textContent).toContain('Viewers cannot unmute');
    item(items, 'Ask to unmute').click();
    expect(fake.sent('AskToUnmute')).toEqual([]);
    expect(item(items, 'Make host').getAttribute('aria-disabled')).toBe('true');
    item(items, 'Remove').click();
    await fixture.whenStable();
    expect(fake.sent('RemoveParticipant')).toEqual([]);
    item([...document.querySelectorAll<HTMLButtonElement>('parley-remove-dialog button')], 'Keep out').click();
    await vi.waitFor(() =>
      expect(fake.sent('RemoveParticipant')).toEqual([{ meetingId: 'mtg_1', participantId: 'par_m', ban: true }]),
    );
  });

  it('a host is out of a co-host’s reach: disabled with the reason, and nothing happens', async () => {
    await open('CO_HOST');
    const items = await menuOf('Grace');
    // What one does for oneself, or to everybody’s view, is no matter of rank.
    for (const one of items.slice(2)) {
      expect(one.getAttribute('aria-disabled')).toBe('true');
      const described = document.getElementById(one.getAttribute('aria-describedby') ?? '');
      expect(described?.textContent).toContain('Only a host');
      one.click();
    }
    await fixture.whenStable();
    expect(fake.asked.map(({ name }) => name)).not.toContain('Mute');
    expect(document.querySelector('parley-remove-dialog')).toBeNull();
  });

  it('are pinned for oneself, and shown to everyone', async () => {
    await open('HOST');
    item(await menuOf('Grace'), 'Pin for me').click();
    expect(TestBed.inject(Pins).pinned()).toEqual(['camera g']);
    item(await menuOf('Grace'), 'Spotlight for everyone').click();
    await vi.waitFor(() => expect(fake.sent('SetSpotlight')).toEqual([{ meetingId: 'mtg_1', participantId: 'par_g' }]));
    fake.tell({ __typename: 'SpotlightChanged', spotlitId: 'par_g', by: 'Ada' });
    expect(TestBed.inject(Spotlight).who()?.name).toBe('Grace');
    item(await menuOf('Grace'), 'End the spotlight').click();
    await vi.waitFor(() => expect(fake.sent('SetSpotlight').at(-1)).toMatchObject({ participantId: null }));
    fake.tell({ __typename: 'SpotlightChanged', spotlitId: null, by: 'Ada' });
    expect(TestBed.inject(Spotlight).who()).toBeUndefined();
  });

  it('wait in a section of their own, each to be let in or refused', async () => {
    fake.waiting = [
      { lobbyId: 'lob_1', displayName: 'Bo', isGuest: true, since: '' },
      { lobbyId: 'lob_2', displayName: 'Cy', isGuest: false, since: '' },
    ];
    await open('HOST');
    const panel = fixture.nativeElement as HTMLElement;
    await vi.waitFor(() => expect(panel.querySelectorAll('[data-testid=waiting]')).toHaveLength(2));
    const buttons = [...panel.querySelectorAll<HTMLButtonElement>('parley-waiting-list button')];
    expect(buttons.map(({ textContent }) => textContent?.trim())).toEqual([
      'Let all in',
      'Refuse',
      'Let in',
      'Refuse',
      'Let in',
    ]);
    buttons[4]?.click();
    await vi.waitFor(() => expect(fake.sent('Admit')).toEqual([{ meetingId: 'mtg_1', lobbyIds: ['lob_2'] }]));
  });
});
