import { computed, inject, Injectable, signal } from '@angular/core';
import { Announcer } from './announcer';

/** A button beside a toast's text. */
export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

/** One short message at the bottom of the screen. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** What can be done about it, if anything. */
  readonly actions: readonly ToastAction[];
  /** One that stays until it is settled: its name, so that there is one of it. */
  readonly key?: string;
}

/** How long a toast stays, in milliseconds, when nobody points at it or has focus in it. */
export const TOAST_MS = 6000;
const MOST = 3;

/** The toasts on screen: three at most, the oldest of those that pass gives way. */
@Injectable({ providedIn: 'root' })
export class Toaster {
  readonly #announcer = inject(Announcer);
  readonly #all = signal<readonly Toast[]>([]);
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #nextId = 1;

  readonly toasts = computed(() => this.#all());

  /** Shows `text` and says it politely. */
  show(text: string, ...actions: readonly ToastAction[]): void {
    this.#announcer.say(text);
    this.#pass(text, actions);
  }

  /** Shows `text` and says it at once, over whatever is being said. */
  alarm(text: string): void {
    this.#announcer.interrupt(text);
    this.#pass(text, []);
  }

  /** Shows `text` until somebody answers or `settle` is called; another text under the same key takes its place. */
  keep(key: string, text: string, ...actions: readonly ToastAction[]): void {
    const former = this.#all().find((toast) => toast.key === key);
    if (former?.text !== text) this.#announcer.say(text);
    this.#put({ id: former?.id ?? this.#nextId++, text, actions, key });
  }

  /** Takes away what was kept under this key. */
  settle(key: string): void {
    const toast = this.#all().find((one) => one.key === key);
    if (toast) this.dismiss(toast.id);
  }

  /** Holds a toast while somebody reads it. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
  }

  /** Lets the time run again, for those that pass. */
  release(id: number): void {
    this.hold(id);
    if (this.#all().find((toast) => toast.id === id)?.key !== undefined) return;
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), TOAST_MS),
    );
  }

  /** Takes away what was shown with these words and is true no more. */
  withdraw(text: string): void {
    const toast = this.#all().find((one) => one.text === text && one.key === undefined);
    if (toast) this.dismiss(toast.id);
  }

  /** Takes a toast away. */
  dismiss(id: number): void {
    this.hold(id);
    this.#timers.delete(id);
    this.#all.update((all) => all.filter((toast) => toast.id !== id));
  }

  /** The same words while they stand there are the same toast, with its time anew. */
  #pass(text: string, actions: Toast['actions']): void {
    const same = this.#all().find((toast) => toast.text === text && toast.key === undefined);
    this.release(this.#put({ id: same?.id ?? this.#nextId++, text, actions }));
  }

  #put(toast: Toast): number {
    this.#all.update((all) => {
      if (all.some(({ id }) => id === toast.id)) return all.map((one) => (one.id === toast.id ? toast : one));
      const next = [...all, toast];
      if (next.length <= MOST) return next;
      const first = next.find(({ key }) => key === undefined) ?? next[0];
      return next.filter((one) => one !== first);
    });
    return toast.id;
  }
}
