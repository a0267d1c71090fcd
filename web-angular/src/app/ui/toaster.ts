import { computed, inject, Injectable, signal } from '@angular/core';
import { Announcer } from './announcer';

/** One short message at the bottom of the screen. */
export interface Toast {
  readonly id: number;
  readonly text: string;
  /** A button beside the text, when something can be done about it. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** How long a toast stays, in milliseconds, when nobody points at it or has focus in it. */
export const TOAST_MS = 6000;

/** The toasts on screen: three at most, the oldest gives way. */
@Injectable({ providedIn: 'root' })
export class Toaster {
  readonly #announcer = inject(Announcer);
  readonly #all = signal<readonly Toast[]>([]);
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #nextId = 1;

  readonly toasts = computed(() => this.#all().slice(-3));

  /** Shows `text` and says it politely. */
  show(text: string, action?: Toast['action']): void {
    const toast: Toast = action ? { id: this.#nextId++, text, action } : { id: this.#nextId++, text };
    this.#all.update((all) => [...all, toast].slice(-3));
    this.#announcer.say(text);
    this.release(toast.id);
  }

  /** Holds a toast while somebody reads it. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
  }

  /** Lets the time run again. */
  release(id: number): void {
    this.hold(id);
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), TOAST_MS),
    );
  }

  /** Takes a toast away. */
  dismiss(id: number): void {
    this.hold(id);
    this.#timers.delete(id);
    this.#all.update((all) => all.filter((toast) => toast.id !== id));
  }
}
