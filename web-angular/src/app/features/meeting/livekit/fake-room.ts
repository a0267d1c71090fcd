import { signal } from '@angular/core';
import type { ClosedReason, DeviceKind, Luggage, RoomPerson, RoomPort, RoomState } from './room-port';

const nobody: Omit<RoomPerson, 'identity' | 'isLocal'> = {
  isSpeaking: false,
  isMicrophoneOn: false,
  camera: null,
  screen: null,
  hasPoorNetwork: false,
};

/** A room without a media server, for tests: it does what it is told and remembers it. */
export class FakeRoom implements RoomPort {
  readonly state = signal<RoomState>('idle');
  readonly closedBy = signal<ClosedReason | null>(null);
  readonly people = signal<readonly RoomPerson[]>([]);
  readonly isSoundBlocked = signal(false);
  readonly deviceFault = signal<{ readonly kind: DeviceKind; readonly error: unknown } | null>(null);
  /** What was asked of it, in order. */
  readonly asked: string[] = [];
  /** Thrown by the next verb. */
  nextFault: unknown;

  async connect(url: string, token: string, luggage: Luggage): Promise<void> {
    this.#note(`connect ${url} ${token}`);
    this.state.set('connected');
    this.people.set([{ ...nobody, identity: 'me', isLocal: true, isMicrophoneOn: luggage.isMicrophoneOn }]);
  }

  async leave(): Promise<void> {
    this.#note('leave');
    this.close('left');
  }

  async setMicrophone(isOn: boolean): Promise<void> {
    this.#note(`microphone ${isOn}`);
    this.people.update((people) =>
      people.map((person) => (person.isLocal ? { ...person, isMicrophoneOn: isOn } : person)),
    );
  }

  async setCamera(isOn: boolean): Promise<void> {
    this.#note(`camera ${isOn}`);
  }

  async setScreen(isOn: boolean): Promise<boolean> {
    this.#note(`screen ${isOn}`);
    return isOn;
  }

  async choose(kind: DeviceKind, deviceId: string): Promise<void> {
    this.#note(`choose ${kind} ${deviceId}`);
  }

  async turnOnSound(): Promise<void> {
    this.#note('sound');
    this.isSoundBlocked.set(false);
  }

  /** Somebody else comes in. */
  enter(identity: string, looks: Partial<RoomPerson> = {}): void {
    this.people.update((people) => [
      ...people.filter((person) => !person.isLocal),
      { ...nobody, identity, isLocal: false, ...looks },
      ...people.filter((person) => person.isLocal),
    ]);
  }

  /** The server closes the room. */
  close(reason: ClosedReason): void {
    this.closedBy.set(reason);
    this.state.set('closed');
    this.people.set([]);
  }

  #note(what: string): void {
    this.asked.push(what);
    if (this.nextFault === undefined) return;
    const fault = this.nextFault;
    this.nextFault = undefined;
    throw fault;
  }
}
