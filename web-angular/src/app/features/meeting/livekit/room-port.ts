import { InjectionToken, Signal } from '@angular/core';
import type { RoomMending } from './mending-port';

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
  /** Whether they send a picture, received here or not. */
  readonly isCameraOn: boolean;
  readonly isSharing: boolean;
  /** The picture; null as long as it is not received. */
  readonly camera: VideoFeed | null;
  readonly screen: VideoFeed | null;
  readonly hasPoorNetwork: boolean;
}

/** A picture that somebody here looks at. */
export interface Viewing {
  readonly identity: string;
  readonly source: 'camera' | 'screen';
  /** It is to cost little: the smallest there is, at most 15 frames a second. */
  readonly isThrifty?: boolean;
}

/** How the connection to the room is. */
export type RoomState = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'closed';
/** Why the room closed. `elsewhere`: the same join was opened on another device. `lost`: the network. */
export type ClosedReason = 'left' | 'ended' | 'removed' | 'elsewhere' | 'lost';
/** A device one can choose. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker';

/** A device that ended by itself: unplugged, or forbidden. */
export interface LostDevice {
  readonly kind: 'microphone' | 'camera';
  /** One was heard, or seen, by it. */
  readonly wasOn: boolean;
  readonly label: string;
}

/** The blur of one's own camera. `gave-up`: the computer was too busy. `failed`: it could not be loaded. */
export type BlurState = 'off' | 'on' | 'gave-up' | 'failed';

/** One's own devices in the room. */
export interface OwnDevicesPort {
  /** Ids of those in use. */
  readonly inUse: Signal<Readonly<Partial<Record<DeviceKind, string>>>>;
  /** The one that was lost last. */
  readonly lost: Signal<LostDevice | null>;
  /** What comes from the microphone, while one has it, muted or not. */
  readonly microphone: Signal<MediaStreamTrack | null>;
  /** Takes another one; whoever watches or listens notices nothing of it. @throws DOMException by the browser's names */
  choose(kind: DeviceKind, deviceId: string): Promise<void>;
  readonly blur: Signal<BlurState>;
  /** @param budget share of a picture's time that may be work, 0 to 1 @throws Error where it cannot be done */
  setBlur(isOn: boolean, budget?: number): Promise<void>;
}

/** What one brings along into the room. */
export interface Luggage {
  /** Tracks of the preview, so that no device is opened twice. The room stops them. */
  readonly microphone: MediaStreamTrack | null;
  readonly camera: MediaStreamTrack | null;
  readonly isMicrophoneOn: boolean;
  readonly isCameraOn: boolean;
  /** The camera is sent with a blurred background, from the first picture on. */
  readonly isBlurred?: boolean;
  /** Ids of the chosen devices; nothing means the system's own choice. */
  readonly devices: Readonly<Partial<Record<DeviceKind, string>>>;
  /** A screen that is shared already, and its sound: brought along from a room that was lost. */
  readonly screen?: readonly MediaStreamTrack[];
}

/** The room in our words. The only thing behind it that knows the media server is `livekit-room.ts`. */
export interface RoomPort {
  readonly state: Signal<RoomState>;
  readonly closedBy: Signal<ClosedReason | null>;
  /** In the order of joining, me last. */
  readonly people: Signal<readonly RoomPerson[]>;
  /** The browser plays no sound before somebody presses something. */
  readonly isSoundBlocked: Signal<boolean>;
  /** The computer has not kept up with the pictures for a while. */
  readonly isOverworked: Signal<boolean>;
  /** What went wrong with a device after joining, with the browser's own error. */
  readonly deviceFault: Signal<{ readonly kind: DeviceKind; readonly error: unknown } | null>;
  /** For whoever watches over the connection. */
  readonly mending: RoomMending;
  readonly own: OwnDevicesPort;

  /** Enters. Resolves when connected; devices may still be opening. @throws when the media server cannot be reached */
  connect(url: string, token: string, luggage: Luggage): Promise<void>;
  leave(): Promise<void>;
  /** @throws DOMException by the browser's names */
  setMicrophone(isOn: boolean): Promise<void>;
  /** @throws DOMException by the browser's names */
  setCamera(isOn: boolean): Promise<void>;
  /** Gives whether one shares now: cancelling the browser's own dialog is no error. @throws DOMException */
  setScreen(isOn: boolean): Promise<boolean>;
  /** These pictures are looked at from now on; others stop coming after a moment. Sound always comes. */
  watch(wanted: readonly Viewing[]): void;
  /** Captures a small camera picture from now on, or in full again. @throws DOMException by the browser's names */
  limitCapture(isLow: boolean): Promise<void>;
  turnOnSound(): Promise<void>;
}

/** Makes a room; the media server's client is loaded only now. */
export const OPEN_ROOM = new InjectionToken<() => Promise<RoomPort>>('OPEN_ROOM', {
  providedIn: 'root',
  factory: () => async () => new (await import('./livekit-room')).LiveKitRoom(),
});
