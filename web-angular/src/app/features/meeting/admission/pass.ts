import { inject, Injectable, signal } from '@angular/core';
import { Session } from '../../../session/session';

/** What one was given for one meeting. */
interface Held {
  readonly guestToken?: string;
  readonly passcode?: string;
  /** One waits in the lobby, under this id. */
  readonly lobbyId?: string;
}

const NAME = 'parley.guestName';
const keyOf = (code: string): string => `parley.pass.${code}`;

/**
 * What this tab holds for a meeting, so that a reload comes back as the same person: a guest's token, the passcode, one's place
 * in the lobby. The tab forgets it when it closes; only the name a guest gave is remembered for the next time.
 */
@Injectable()
export class Pass {
  readonly #session = inject(Session);
  readonly #name = signal(localStorage.getItem(NAME) ?? '');
  #code = '';
  readonly #held = signal<Held>({});

  /** The name a guest goes by. */
  readonly guestName = this.#name.asReadonly();

  /** Takes up what is held for this meeting. */
  open(code: string): void {
    this.#code = code;
    try {
      this.#held.set(JSON.parse(sessionStorage.getItem(keyOf(code)) ?? '{}') as Held);
    } catch {
      this.#held.set({});
    }
  }

  /** Proves that one is the guest of before; whoever has signed in needs none. */
  get guestToken(): string | undefined {
    return this.#session.state() === 'signed-out' ? this.#held().guestToken : undefined;
  }

  get passcode(): string | undefined {
    return this.#held().passcode;
  }

  get lobbyId(): string | undefined {
    return this.#held().lobbyId;
  }

  /** Holds something more; undefined lets it go. */
  hold(more: { readonly [K in keyof Held]?: Held[K] | undefined }): void {
    this.#held.update((held) => ({ ...held, ...more }) as Held);
    sessionStorage.setItem(keyOf(this.#code), JSON.stringify(this.#held()));
  }

  /** Remembers the name a guest gave. */
  name(name: string): void {
    this.#name.set(name);
    localStorage.setItem(NAME, name);
  }
}
