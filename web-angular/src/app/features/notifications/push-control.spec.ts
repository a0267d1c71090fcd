import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  PushKeyDocument,
  RegisterPushSubscriptionDocument,
  RemovePushSubscriptionDocument,
} from '../../graph/generated/notifications/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import { PushControl } from './push-control';

/** The server's key in base64url, and its bytes. */
const KEY = 'AQID';
const BYTES = new Uint8Array([1, 2, 3]).buffer;

describe('being told in this browser while Parley is closed', () => {
  const notification = { permission: 'default', requestPermission: vi.fn() };
  const manager = { getSubscription: vi.fn(), subscribe: vi.fn() };
  const ask = vi.fn();
  let pushKey: string | null = KEY;
  let isTaken = true;
  const asked = (document: unknown): unknown[] =>
    ask.mock.calls.filter(([one]) => one === document).map(([, variables]) => variables);
  const subscription = (applicationServerKey: ArrayBuffer = BYTES) => ({
    endpoint: 'https://push.example/1',
    options: { applicationServerKey },
    toJSON: () => ({ endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }),
    unsubscribe: vi.fn(async () => true),
  });
  const control = (): PushControl => TestBed.inject(PushControl);

  beforeEach(() => {
    localStorage.clear();
    [pushKey, isTaken] = [KEY, true];
    notification.permission = 'default';
    notification.requestPermission.mockReset().mockImplementation(async () => (notification.permission = 'granted'));
    manager.getSubscription.mockReset().mockResolvedValue(null);
    manager.subscribe.mockReset().mockImplementation(async () => subscription());
    ask.mockReset().mockImplementation(async (document: unknown) => {
      if (document === PushKeyDocument) return { pushKey };
      if (document === RegisterPushSubscriptionDocument)
        return { registerPushSubscription: { subscription: isTaken ? { id: 'psb_1' } : null, userErrors: [] } };
      return { removePushSubscription: { isRemoved: true } };
    });
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('PushManager', class {});
    vi.stubGlobal('Notification', notification);
    Object.defineProperty(navigator, 'serviceWorker', {
      configurable: true,
      value: { getRegistration: async () => ({ active: {}, pushManager: manager }) },
    });
    TestBed.configureTestingModule({
      providers: [
        { provide: Graph, useValue: { ask } },
        { provide: Session, useValue: { me: () => ({ id: 'usr_me', displayName: 'Me' }) } },
      ],
    });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(navigator, 'serviceWorker');
  });

  it('says why it cannot be: a browser that cannot, an owner who forbids it, an installation without a key', async () => {
    notification.permission = 'denied';
    await control().look();
    expect(control().state()).toBe('blocked');
    [notification.permission, pushKey] = ['default', null];
    await control().look();
    expect(control().state()).toBe('unavailable');
    vi.stubGlobal('isSecureContext', false);
    await control().look();
    expect(control().state()).toBe('unsupported');
    await control().enable();
    expect(control().state()).toBe('unsupported');
    expect(notification.requestPermission).not.toHaveBeenCalled();
  });

  it('asks nobody by looking, and subscribes on a press with the server’s key', async () => {
    await control().look();
    expect(control().state()).toBe('off');
    expect(notification.requestPermission).not.toHaveBeenCalled();
    expect(manager.subscribe).not.toHaveBeenCalled();
    await control().enable();
    expect(control().state()).toBe('on');
    const [options] = manager.subscribe.mock.calls[0] as [
      { userVisibleOnly: boolean; applicationServerKey: Uint8Array },
    ];
    expect(options).toEqual({ userVisibleOnly: true, applicationServerKey: new Uint8Array([1, 2, 3]) });
    expect(asked(RegisterPushSubscriptionDocument)).toEqual([
      {
        input: {
          endpoint: 'https://push.example/1',
          p256dh: 'p',
          auth: 'a',
          language: document.documentElement.lang,
        },
      },
    ]);
  });

  it('tells the server again at every start, and makes no second subscription', async () => {
    await control().enable();
    manager.getSubscription.mockResolvedValue(subscription());
    await control().look();
    expect(control().state()).toBe('on');
    expect(manager.subscribe).toHaveBeenCalledOnce();
    expect(asked(RegisterPushSubscriptionDocument)).toHaveLength(2);
  });

  it('is off for another person who signs in here, though the browser is allowed to', async () => {
    await control().enable();
    localStorage.setItem('parley.pushOwner', 'usr_other');
    await control().look();
    expect(control().state()).toBe('off');
    expect(asked(RegisterPushSubscriptionDocument)).toHaveLength(1);
  });

  it('gives up a subscription of another key of the server, and makes one that lives', async () => {
    const dead = subscription(new Uint8Array([9]).buffer);
    manager.getSubscription.mockResolvedValue(dead);
    await control().enable();
    expect(dead.unsubscribe).toHaveBeenCalledOnce();
    expect(manager.subscribe).toHaveBeenCalledOnce();
    expect(control().state()).toBe('on');
  });

  it('does not say that it is on when the owner dismisses the question, or the server or the push service fails', async () => {
    notification.requestPermission.mockResolvedValue('default');
    await control().enable();
    expect(control().state()).toBe('off');
    notification.requestPermission.mockResolvedValue('denied');
    await control().enable();
    expect(control().state()).toBe('blocked');
    notification.requestPermission.mockResolvedValue('granted');
    isTaken = false;
    await control().enable();
    expect(control().state()).toBe('failed');
    isTaken = true;
    manager.subscribe.mockRejectedValue(new Error('no push service'));
    await control().enable();
    expect(control().state()).toBe('failed');
    expect(localStorage.getItem('parley.pushOwner')).toBeNull();
  });

  it('is turned off on both sides, the browser’s also where the server cannot be reached', async () => {
    await control().enable();
    const mine = subscription();
    manager.getSubscription.mockResolvedValue(mine);
    const answers = ask.getMockImplementation() as (document: unknown) => Promise<unknown>;
    ask.mockImplementation((document: unknown) =>
      document === RemovePushSubscriptionDocument ? Promise.reject(new Error('offline')) : answers(document),
    );
    await control().disable();
    expect(asked(RemovePushSubscriptionDocument)).toEqual([{ input: { endpoint: 'https://push.example/1' } }]);
    expect(mine.unsubscribe).toHaveBeenCalledOnce();
    expect(control().state()).toBe('off');
  });
});
