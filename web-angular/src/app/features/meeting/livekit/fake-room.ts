import { signal } from '@angular/core';
import type {
  BlurState,
  ClosedReason,
  DeviceKind,
  LostDevice,
  Luggage,
  RoomPerson,
  RoomPort,
  RoomState,
  Viewing,
} from './room-port';
import type { Pulse, RoomMending } from './mending-port';

const nobody: Omit<RoomPerson, 'identity' | 'isLocal'> = {
  isSpeaking: false,
  isMicrophoneOn: false,
  isCameraOn: false,
  isSharing: false,
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
  readonly isOverworked = signal(false);
  readonly own = {
    inUse: signal<Readonly<Partial<Record<DeviceKind, string>>>>({}),
    lost: signal<LostDevice | null>(null),
    microphone: signal<MediaStreamTrack | null>(null),
    blur: signal<BlurState>('off'),
    setBlur: async (isOn: boolean): Promise<void> => {
      this.#note(`blur ${isOn}`);
      this.own.blur.set(isOn ? 'on' : 'off');
    },
    choose: async (kind: DeviceKind, deviceId: string): Promise<void> => {
      this.#note(`choose ${kind} ${deviceId}`);
      this.own.inUse.update((all) => ({ ...all, [kind]: deviceId }));
    },
  };
  /** What was asked of it, in order. */
  readonly asked: string[] = [];
  /** What is looked at now. */
  watched: readonly Viewing[] = [];
  /** Thrown by the next verb. */
  nextFault: unknown;
  /** What the packets say. */
  pulse: Pulse = { at: 0, received: 0, isSending: false, tracks: [] };
  /** What one takes along from here. */
  luggage: Luggage = {
    microphone: null,
    camera: null,
    isMicrophoneOn: true,
    isCameraOn: false,
    isBlurred: false,
    devices: {},
  };
  readonly mending: RoomMending = {
    pulse: async () => this.pulse,
    resubscribe: async (trackId) => this.#note(`resubscribe ${trackId}`),
    restartIce: () => this.#note('restart ice'),
    hold: () => undefined,
    release: () => this.#note('release'),
    pack: () => this.luggage,
    abandon: async () => this.#note('abandon'),
    sendKeyFrames: async () => this.#note('key frames'),
  };

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

  watch(wanted: readonly Viewing[]): void {
    this.watched = wanted;
  }

  async limitCapture(isLow: boolean): Promise<void> {
    this.#note(`capture ${isLow ? 'low' : 'full'}`);
  }

  async turnOnSound(): Promise<void> {
    this.#note('sound');
    this.isSoundBlocked.set(false);
  }

  /** Somebody else comes in. */
  enter(identity: string, looks: Partial<RoomPerson> = {}): void {
    this.people.update((people) => [
      ...people.filter((person) => !person.isLocal),
      { ...nobody, isCameraOn: !!looks.camera, isSharing: !!looks.screen, identity, isLocal: false, ...looks },
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
