import { Dialog } from '@angular/cdk/dialog';
import { DestroyRef, inject, Injectable, Injector } from '@angular/core';
import { Afloat } from '../../../session/afloat';
import { Announcer } from '../../../ui/announcer';
import { Controls } from '../controls/controls';
import { Hands } from '../hands/hands';
import { MeetingStore } from '../meeting-store';
import { Panels } from '../panels';
import { spokenList } from '../spoken-list';
import { mayAct } from './may-act';
import { PushToTalk } from './push-to-talk';
import { openShortcuts } from './shortcuts-dialog';
import { SingleKeys } from './single-keys';

/** What single keys do in a meeting, unless one has switched them off. */
@Injectable()
export class Shortcuts {
  readonly #hands = inject(Hands);
  readonly #panels = inject(Panels);
  readonly #controls = inject(Controls);
  readonly #store = inject(MeetingStore);
  readonly #announcer = inject(Announcer);
  readonly #dialog = inject(Dialog);
  readonly #injector = inject(Injector);
  readonly #talk = inject(PushToTalk);
  readonly #keys = inject(SingleKeys);
  readonly #isSmall = inject(Afloat).isSmall;
  readonly #verbs: Readonly<Record<string, () => Promise<void> | void>> = {
    c: () => this.#panels.openChat(),
    h: () => this.#hands.toggle(),
    m: () => this.#controls.toggleMicrophone(),
    v: () => this.#controls.toggleCamera(),
    s: () => this.#sayWhoSpeaks(),
    '?': () => this.show(),
  };

  constructor() {
    const press = (event: KeyboardEvent): void => this.#press(event);
    document.addEventListener('keydown', press);
    inject(DestroyRef).onDestroy(() => document.removeEventListener('keydown', press));
  }

  /** Shows what there is. */
  show(): void {
    openShortcuts(this.#dialog, this.#injector);
  }

  #press(event: KeyboardEvent): void {
    // Elsewhere in Parley the keys are that page's.
    if (!this.#keys.isOn() || this.#isSmall()) return;
    if (event.key === ' ') return this.#talk.press(event);
    const verb = this.#verbs[event.key.toLowerCase()];
    if (!verb || this.#talk.isTalking || !mayAct(event)) return;
    event.preventDefault();
    void verb();
  }

  #sayWhoSpeaks(): void {
    const names = this.#store
      .attendees()
      .filter(({ isSpeaking, isLocal }) => isSpeaking && !isLocal)
      .map(({ name }) => name);
    this.#announcer.say(
      names.length > 0
        ? $localize`:@@speakingNow:Speaking now: ${spokenList(names)}:names:`
        : $localize`:@@nobodySpeaks:Nobody is speaking`,
    );
  }
}
