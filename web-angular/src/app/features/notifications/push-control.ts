import { inject, Injectable, signal } from '@angular/core';
import {
  PushKeyDocument,
  RegisterPushSubscriptionDocument,
  RemovePushSubscriptionDocument,
} from '../../graph/generated/notifications/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';

/**
 * Whether this browser is told while no page is open. `unsupported`: it cannot (or has no worker of ours); `unavailable`: this installation
 * has no key; `blocked`: its owner has forbidden it; `failed`: its push service or the server cannot be reached.
 */
export type PushState = 'unknown' | 'unsupported' | 'unavailable' | 'blocked' | 'off' | 'on' | 'failed';

/** Whom this browser is told for: another person who signs in here has not asked for it. */
const OWNER = 'parley.pushOwner';

/** Has this browser told of messages and calls while no page is open, and says truthfully whether it is. */
@Injectable({ providedIn: 'root' })
export class PushControl {
  readonly #graph = inject(Graph);
  readonly #me = inject(Session).me;
  readonly #state = signal<PushState>('unknown');
  readonly state = this.#state.asReadonly();

  /** Looks how it stands, and says to the server that this browser is still there. Asks nobody for anything. */
  async look(): Promise<void> {
    this.#state.set(await this.#looked().catch(() => 'failed' as const));
  }

  /** Call on a press: the browser asks its owner. */
  async enable(): Promise<void> {
    if (!canPush()) return this.#state.set('unsupported');
    const permission = await Notification.requestPermission();
    if (permission !== 'granted') return this.#state.set(permission === 'denied' ? 'blocked' : 'off');
    this.#state.set(await this.#subscribe().catch(() => 'failed' as const));
  }

  async disable(): Promise<void> {
    const subscription = await (await worker())?.pushManager.getSubscription();
    localStorage.removeItem(OWNER);
    if (subscription) {
      await this.#graph
        .ask(RemovePushSubscriptionDocument, { input: { endpoint: subscription.endpoint } })
        .catch(() => undefined);
      await subscription.unsubscribe().catch(() => false);
    }
    await this.look();
  }

  async #looked(): Promise<PushState> {
    if (!canPush()) return 'unsupported';
    if (Notification.permission === 'denied') return 'blocked';
    const isMine = localStorage.getItem(OWNER) === this.#me()?.id;
    if (Notification.permission === 'granted' && isMine) return this.#subscribe();
    return (await this.#key()) ? 'off' : 'unavailable';
  }

  async #subscribe(): Promise<PushState> {
    const key = await this.#key();
    if (!key) return 'unavailable';
    const manager = (await worker(true))?.pushManager;
    if (!manager) return 'unsupported';
    const wanted = { userVisibleOnly: true, applicationServerKey: key };
    let subscription = await manager.getSubscription();
    // One that was made with another key of this installation is dead.
    if (subscription && !sameBytes(subscription.options.applicationServerKey, key)) {
      await subscription.unsubscribe();
      subscription = null;
    }
    subscription ??= await manager.subscribe(wanted);
    const { endpoint, keys } = subscription.toJSON();
    const input = {
      endpoint: endpoint ?? '',
      p256dh: keys?.['p256dh'] ?? '',
      auth: keys?.['auth'] ?? '',
      language: document.documentElement.lang,
    };
    const { registerPushSubscription } = await this.#graph.ask(RegisterPushSubscriptionDocument, { input });
    if (!registerPushSubscription.subscription) return 'failed';
    localStorage.setItem(OWNER, this.#me()?.id ?? '');
    return 'on';
  }

  async #key(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { pushKey } = await this.#graph.ask(PushKeyDocument, {});
    return pushKey ? bytesOf(pushKey) : undefined;
  }
}

const canPush = (): boolean =>
  isSecureContext && 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

/** Our worker; none where a developer's server has none. It is registered late in a page's life: now, if it must be. */
async function worker(mustBe = false): Promise<ServiceWorkerRegistration | undefined> {
  const there = await navigator.serviceWorker.getRegistration();
  if (there?.active || !mustBe) return there;
  const { registerWorker } = await import('../../../worker/register');
  await registerWorker();
  return navigator.serviceWorker.getRegistration();
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function sameBytes(theirs: ArrayBuffer | null, ours: Uint8Array): boolean {
  const bytes = new Uint8Array(theirs ?? new ArrayBuffer(0));
  return bytes.length === ours.length && bytes.every((byte, at) => byte === ours[at]);
}
