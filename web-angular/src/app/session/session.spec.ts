import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Session } from './session';

const ada = { id: 'usr_ada', displayName: 'Ada', avatarUrl: null };
const jwt = (n: number): string => `h.${btoa(JSON.stringify({ iat: 0, exp: 300, n }))}.s`;

/** A door that counts its sessions and does what the test wants. */
function door() {
  const asked: string[] = [];
  const state = { tokens: 0, isOffline: false, refuses: false };
  const session = () => ({ accessToken: jwt(++state.tokens), expiresAt: new Date(Date.now() + 300_000).toISOString() });
  vi.stubGlobal(
    'fetch',
    vi.fn(async (_url: string, { body }: { body: string }) => {
      const { query } = JSON.parse(body) as { query: string };
      const name = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '';
      asked.push(name);
      if (state.isOffline) throw new TypeError('network');
      const error = { code: 'INVALID_CREDENTIALS', message: 'No.', field: null };
      const answers: Record<string, () => unknown> = {
        RefreshSession: () => ({
          refreshSession: state.refuses
            ? { session: null, userErrors: [error] }
            : { session: session(), userErrors: [] },
        }),
        WhoAmI: () => ({ me: ada }),
        SignIn: () => ({
          signIn: state.refuses
            ? { session: null, user: null, userErrors: [error] }
            : { session: session(), user: ada, userErrors: [] },
        }),
      };
      return new Response(JSON.stringify({ data: answers[name]?.() }));
    }),
  );
  return { asked, state };
}

describe('the session', () => {
  const assign = vi.fn();
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    vi.stubGlobal('BroadcastChannel', undefined);
    vi.stubGlobal('location', { pathname: '/chats', search: '?x=1', assign, reload: vi.fn() });
    assign.mockReset();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const remembered = (): Session => {
    localStorage.setItem('parley.me', JSON.stringify(ada));
    return TestBed.inject(Session);
  };

  it('is being restored for somebody remembered, and signed out for a stranger', () => {
    door();
    expect(TestBed.inject(Session).state()).toBe('signed-out');
    TestBed.resetTestingModule();
    expect(remembered().state()).toBe('restoring');
  });

  it('is signed in by an answer, and not by a refusal', async () => {
    const { state } = door();
    const session = TestBed.inject(Session);
    state.refuses = true;
    expect(await session.signIn({ email: 'a@x.example', password: 'no' })).toMatchObject([
      { code: 'INVALID_CREDENTIALS' },
    ]);
    expect(session.state()).toBe('signed-out');
    state.refuses = false;
    expect(await session.signIn({ email: 'a@x.example', password: 'yes' })).toEqual([]);
    expect([session.state(), session.me()?.displayName]).toEqual(['signed-in', 'Ada']);
    expect(localStorage.getItem('parley.me')).not.toContain('.s');
  });

  it('asks for one token however many want one', async () => {
    const { asked } = door();
    const session = remembered();
    const tokens = await Promise.all([session.token(), session.token(), session.token()]);
    expect(new Set(tokens).size).toBe(1);
    expect(asked.filter((name) => name === 'RefreshSession')).toHaveLength(1);
  });

  it('renews a refused token once, and gives the new one to who comes late', async () => {
    const { asked } = door();
    const session = remembered();
    const first = await session.token();
    const second = await session.renewed(first);
    expect(second).not.toBe(first);
    expect(await session.renewed(first)).toBe(second);
    expect(asked.filter((name) => name === 'RefreshSession')).toHaveLength(2);
  });

  it('renews by itself before the token expires', async () => {
    const { asked } = door();
    const session = remembered();
    const first = await session.token();
    await vi.advanceTimersByTimeAsync(240_000);
    expect(asked.filter((name) => name === 'RefreshSession').length).toBeGreaterThan(1);
    expect(session.bearer()).not.toBe(first);
  });

  it('ends when the refresh is refused, and comes back here afterwards', async () => {
    const { state } = door();
    const session = remembered();
    state.refuses = true;
    await expect(session.token()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(session.state()).toBe('signed-out');
    expect(localStorage.getItem('parley.me')).toBeNull();
    expect(assign).toHaveBeenCalledWith('/sign-in?return=%2Fchats%3Fx%3D1');
  });

  it('does not end when nobody answers, and tries again', async () => {
    const { state } = door();
    const session = remembered();
    state.isOffline = true;
    session.restore();
    await vi.advanceTimersByTimeAsync(100);
    expect(session.state()).toBe('restoring');
    expect(assign).not.toHaveBeenCalled();
    state.isOffline = false;
    await vi.advanceTimersByTimeAsync(6000);
    expect(session.state()).toBe('signed-in');
  });
});
