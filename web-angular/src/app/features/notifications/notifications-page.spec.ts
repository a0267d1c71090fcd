import { signal } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  AskEmailConfirmationDocument,
  MyAddressDocument,
  MyNotificationPreferencesDocument,
  SetNotificationPreferencesDocument,
} from '../../graph/generated/notifications/graphql';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';
import { Toaster } from '../../ui/toaster';
import { NotificationsPage } from './notifications-page';
import { PushControl } from './push-control';

describe('the settings of notifications', () => {
  const ask = vi.fn();
  const push = { state: signal('off'), look: vi.fn(async () => undefined), enable: vi.fn(), disable: vi.fn() };
  let fixture: ComponentFixture<NotificationsPage>;
  let isConfirmed = true;
  let saved: object = {};
  let change: (input: object) => Promise<unknown> = async () => undefined;
  const host = (): HTMLElement => fixture.nativeElement as HTMLElement;
  const box = (name: string): HTMLInputElement => {
    const label = [...host().querySelectorAll('label')].find(({ textContent }) => textContent.includes(name));
    const input = label?.querySelector<HTMLInputElement>('input');
    if (!input) throw new Error(`no ${name}`);
    return input;
  };
  const settle = async (): Promise<void> => {
    await vi.waitFor(() => expect(host().querySelector('.skeleton')).toBeNull());
    await fixture.whenStable();
  };
  const set = async (input: HTMLInputElement, value: string | boolean): Promise<void> => {
    if (typeof value === 'boolean') input.checked = value;
    else input.value = value;
    input.dispatchEvent(new Event('change'));
    await fixture.whenStable();
  };
  const sent = (): unknown[] =>
    ask.mock.calls.filter(([one]) => one === SetNotificationPreferencesDocument).map(([, variables]) => variables);
  const texts = (): string[] =>
    TestBed.inject(Toaster)
      .toasts()
      .map(({ text }) => text);

  const show = async (): Promise<void> => {
    fixture = TestBed.createComponent(NotificationsPage);
    await settle();
  };

  beforeEach(() => {
    localStorage.clear();
    isConfirmed = true;
    saved = { quietFrom: null, quietTo: null, timeZone: null, showsWords: true, mailsMissed: true };
    change = async (input) => {
      saved = { ...saved, ...input };
      return { setNotificationPreferences: { preferences: saved, userErrors: [] } };
    };
    ask.mockReset().mockImplementation(async (document: unknown, variables: { input: object }) => {
      if (document === MyNotificationPreferencesDocument) return { myNotificationPreferences: saved };
      if (document === MyAddressDocument)
        return { me: { id: 'usr_me', email: 'me@example.org', isEmailConfirmed: isConfirmed } };
      if (document === AskEmailConfirmationDocument) return { askEmailConfirmation: { isAsked: true, userErrors: [] } };
      return change(variables.input);
    });
    TestBed.configureTestingModule({
      providers: [provideRouter([]), { provide: Graph, useValue: { ask } }, { provide: PushControl, useValue: push }],
    });
  });

  it('saves quiet hours at once, where one is, and takes them away', async () => {
    await show();
    await set(box('Quiet hours'), true);
    const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(sent()).toEqual([{ input: { quietFrom: '22:00', quietTo: '07:00', timeZone } }]);
    expect(box('From').value).toBe('22:00');
    await set(box('From'), '21:15');
    expect(sent()[1]).toEqual({ input: { quietFrom: '21:15', quietTo: '07:00', timeZone } });
    await set(box('Quiet hours'), false);
    expect(sent()[2]).toEqual({ input: { quietFrom: null, quietTo: null } });
    expect(host().querySelector('input[type=time]')).toBeNull();
  });

  it('puts back what the server did not take, and says so', async () => {
    await show();
    // As any answer does, it comes after the change was drawn.
    change = () => new Promise((_resolve, reject) => setTimeout(() => reject(new Error('gone')), 50));
    await set(box('Show what was written'), false);
    await vi.waitFor(() => expect(texts()).toHaveLength(1));
    await fixture.whenStable();
    expect(box('Show what was written').checked).toBe(true);
    const refusal = { preferences: null, userErrors: [{ code: 'UNAVAILABLE', message: 'Later.' }] };
    change = () => new Promise((resolve) => setTimeout(() => resolve({ setNotificationPreferences: refusal }), 50));
    await set(box('Missed calls and mentions by email'), false);
    await vi.waitFor(() => expect(texts()).toContain('Later.'));
    await fixture.whenStable();
    expect(box('Missed calls and mentions by email').checked).toBe(true);
  });

  it('turns mails off, and says which address they go to', async () => {
    await show();
    expect(host().textContent).toContain('me@example.org');
    expect(host().querySelector('[data-testid=mail-state]')).toBeNull();
    await set(box('Missed calls and mentions by email'), false);
    expect(sent()).toEqual([{ input: { mailsMissed: false } }]);
  });

  it('offers to confirm an address that is not, once, as long as mails are wanted', async () => {
    isConfirmed = false;
    await show();
    const state = (): string => host().querySelector('[data-testid=mail-state]')?.textContent ?? '';
    const button = (): HTMLButtonElement | undefined =>
      [...host().querySelectorAll('button')].find(({ textContent }) => textContent.includes('Send the confirmation'));
    expect(state()).toContain('not confirmed');
    button()?.click();
    await vi.waitFor(() => expect(state()).toContain('on its way'));
    await fixture.whenStable();
    expect(button()).toBeUndefined();
    await set(box('Missed calls and mentions by email'), false);
    expect(host().querySelector('[data-testid=mail-state]')).toBeNull();
  });

  it('remembers what is of this browser alone in this browser', async () => {
    await show();
    await set(box('Play a sound with them'), false);
    expect(localStorage.getItem('parley.sounds')).toBe('no');
    await set(box('Play a sound with them'), true);
    expect(localStorage.getItem('parley.sounds')).toBeNull();
    expect(sent()).toEqual([]);
  });

  it('offers to try again when the settings cannot be had', async () => {
    const answers = ask.getMockImplementation() as (document: unknown, variables: unknown) => Promise<unknown>;
    ask.mockRejectedValue(new GraphError('OFFLINE', 'offline'));
    await show();
    expect(host().querySelector('parley-load-failure')).not.toBeNull();
    ask.mockImplementation(answers);
    host().querySelector<HTMLButtonElement>('parley-load-failure button')?.click();
    await vi.waitFor(() => expect(box('Quiet hours').checked).toBe(false));
  });
});
