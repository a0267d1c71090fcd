import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../graph/graph';
import { ConfirmPage } from './confirm-page';
import { StopPage } from './stop-page';

const ask = vi.fn();
beforeEach(() => {
  ask.mockReset();
  TestBed.configureTestingModule({ providers: [provideRouter([]), { provide: Graph, useValue: { ask } }] });
});

describe('the link that confirms an address', () => {
  const open = async (): Promise<HTMLElement> => {
    const fixture = TestBed.createComponent(ConfirmPage);
    fixture.componentRef.setInput('token', 'eml_1');
    const host = fixture.nativeElement as HTMLElement;
    await vi.waitFor(() => expect(host.querySelector('h1, parley-load-failure')).not.toBeNull());
    return host;
  };

  it('confirms as soon as it is opened', async () => {
    ask.mockResolvedValue({ confirmEmail: { user: { id: 'usr_me', isEmailConfirmed: true }, userErrors: [] } });
    expect((await open()).querySelector('h1')?.textContent).toBe('Your address is confirmed');
    expect(ask.mock.calls.map(([, variables]) => variables)).toEqual([{ input: { token: 'eml_1' } }]);
  });

  it('says what is wrong with one that does not', async () => {
    const userErrors = [{ code: 'NOT_FOUND', message: 'This link is used up.', field: ['token'] }];
    ask.mockResolvedValue({ confirmEmail: { user: null, userErrors } });
    const host = await open();
    expect(host.querySelector('h1')?.textContent).toBe('Your address is not confirmed');
    expect(host.textContent).toContain('This link is used up.');
  });

  it('can be tried again where nobody answered', async () => {
    ask
      .mockRejectedValueOnce(new Error('away'))
      .mockResolvedValue({ confirmEmail: { user: { id: 'usr_me' }, userErrors: [] } });
    const host = await open();
    host.querySelector<HTMLButtonElement>('parley-load-failure button')?.click();
    await vi.waitFor(() => expect(host.querySelector('h1')?.textContent).toBe('Your address is confirmed'));
  });
});

describe('the link that ends mails', () => {
  const path = '/stop-mails/a/b/c';
  const reach = vi.fn();
  beforeEach(() => {
    reach.mockReset();
    vi.stubGlobal('fetch', reach);
    vi.spyOn(TestBed.inject(Router), 'url', 'get').mockReturnValue(`${path}?utm=x`);
  });
  afterEach(() => vi.unstubAllGlobals());
  const open = async (): Promise<HTMLElement> => {
    const fixture = TestBed.createComponent(StopPage);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  };
  const heading = (host: HTMLElement): string => host.querySelector('h1')?.textContent ?? '';

  it('ends nothing by being opened, and does on a press, without signing in', async () => {
    reach.mockResolvedValue({ ok: true, status: 204 });
    const host = await open();
    expect(reach).not.toHaveBeenCalled();
    host.querySelector('button')?.click();
    await vi.waitFor(() => expect(heading(host)).toBe('No more of these mails'));
    expect(reach.mock.calls).toEqual([[path, { method: 'POST' }]]);
    expect(ask).not.toHaveBeenCalled();
  });

  it('says that it is none of ours, or that nobody answered, and lets one try again', async () => {
    reach.mockRejectedValueOnce(new Error('away')).mockResolvedValue({ ok: false, status: 404 });
    const host = await open();
    host.querySelector('button')?.click();
    await vi.waitFor(() => expect(host.querySelector('[role=alert]')?.textContent).toContain('did not reach'));
    host.querySelector('button')?.click();
    await vi.waitFor(() => expect(heading(host)).toBe('This link ends nothing'));
  });
});
