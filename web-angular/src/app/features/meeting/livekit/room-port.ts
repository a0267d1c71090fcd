import { InjectionToken, Signal } from '@angular/core';

/** A moving picture that can be shown in a video element. The same picture is the same object, so that nothing blinks. */
export interface VideoFeed {
  readonly id: string;
  attach(element: HTMLVideoElement): void;
  detach(element: HTMLVideoElement): void;
}

/** Somebody in the room, as the media server tells it. Their name is not here: it comes from the graph. */
export interface RoomPerson {
  readonly identity: string;
  readonly isLocal: boolean;
  readonly isSpeaking: boolean;
  readonly isMicrophoneOn: boolean;
  readonly camera: VideoFeed | null;
  readonly screen: VideoFeed | null;
  readonly hasPoorNetwork: boolean;
}

/** How the connection to the room is. */
export type RoomState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';
/** Why the room closed. `elsewhere`: the same join was opened on another device. `lost`: the network. */
export type ClosedReason = 'left' | 'ended' | 'removed' | 'elsewhere' | 'lost';
/** A device one can choose. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** What one brings along into the room. */
export interface Luggage {
  /** Tracks of the preview, so that no device is opened twice. The room stops them. */
  readonly microphone: MediaStreamTrack | null;
  readonly camera: MediaStreamTrack | null;
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  /** Ids of the chosen devices; nothing means the system's own choice. */
  readonly devices: Readonly<Partial<Record<DeviceKind, string>>>;
}

/** The room in our words. The only thing behind it that knows the media server is `livekit-room.ts`. */
export interface RoomPort {
  readonly state: Signal<RoomState>;
  readonly closedBy: Signal<ClosedReason | null>;
  /** In the order of joining, me last. */
  readonly people: Signal<readonly RoomPerson[]>;
  /** The browser plays no sound before somebody presses something. */
  readonly isSoundBlocked: Signal<boolean>;
  /** What went wrong with a device after joining, with the browser's own error. */
  readonly deviceFault: Signal<{ readonly kind: DeviceKind; readonly error: unknown } | null>;

  /** Enters. Resolves when connected; devices may still be opening. @throws when the media server cannot be reached */
  connect(url: string, token: string, luggage: Luggage): Promise<void>;
  leave(): Promise<void>;
  /** @throws DOMException by the browser's names */
  setMicrophone(isOn: boolean): Promise<void>;
  /** @throws DOMException by the browser's names */
  setCamera(isOn: boolean): Promise<void>;
  /** Gives whether one shares now: cancelling the browser's own dialog is no error. @throws DOMException */
  setScreen(isOn: boolean): Promise<boolean>;
  /** @throws DOMException by the browser's names */
  choose(kind: DeviceKind, deviceId: string): Promise<void>;
  turnOnSound(): Promise<void>;
}

/** Makes a room; the media server's client is loaded only now. */
export const OPEN_ROOM = new InjectionToken<() => Promise<RoomPort>>('OPEN_ROOM', {
  providedIn: 'root',
  factory: () => async () => new (await import('./livekit-room')).LiveKitRoom(),
});
