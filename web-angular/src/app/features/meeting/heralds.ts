import { effect, inject, Injectable } from '@angular/core';
import { Announcer } from '../../ui/announcer';
import { Toaster } from '../../ui/toaster';
import { Attendee } from './attendees';
import { MeetingStore } from './meeting-store';
import { spokenList } from './spoken-list';

/** Arrivals within this time are told together, in milliseconds. */
const MERGE_MS = 3000;
/** Above this many people comings and goings are silent. */
const MOST = 8;

/** Tells what happens in the room: who came, who went, who shares. Never who speaks. */
@Injectable()
export class Heralds {
  readonly #store = inject(MeetingStore);
  readonly #announcer = inject(Announcer);
  readonly #toaster = inject(Toaster);
  #known: ReadonlyMap<string, Attendee> | undefined;
  readonly #came: string[] = [];
  readonly #went: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => this.#compare(new Map(this.#store.attendees().map((attendee) => [attendee.identity, attendee]))));
  }

  #compare(now: ReadonlyMap<string, Attendee>): void {
    // Whoever is there again after one was cut off has not come just now.
    if (this.#store.isReconnecting()) return void (this.#known = undefined);
    const before = this.#known;
    this.#known = now;
    // Who was there when one came is no news.
    if (!before?.size) return;
    for (const [identity, attendee] of now) {
      const former = before.get(identity);
      if (attendee.isLocal) continue;
      if (!former) this.#came.push(identity);
      if (attendee.isSharing && !former?.isSharing)
        this.#announcer.say($localize`:@@saidShares:${attendee.name}:name: is sharing a screen`);
      if (!attendee.isSharing && former?.isSharing)
        this.#announcer.say($localize`:@@saidStopped:${attendee.name}:name: stopped sharing`);
    }
    for (const [identity, { name, isLocal }] of before) if (!isLocal && !now.has(identity)) this.#went.push(name);
    if (this.#came.length || this.#went.length) this.#timer ??= setTimeout(() => this.#tell(), MERGE_MS);
  }

  #tell(): void {
    this.#timer = undefined;
    const came = this.#came.splice(0).flatMap((identity) => this.#known?.get(identity)?.name ?? []);
    const went = this.#went.splice(0);
    if ((this.#known?.size ?? 0) > MOST) return;
    if (came.length) this.#toaster.show($localize`:@@saidCame:${spokenList(came)}:names: joined`);
    if (went.length) this.#toaster.show($localize`:@@saidWent:${spokenList(went)}:names: left`);
  }
}
