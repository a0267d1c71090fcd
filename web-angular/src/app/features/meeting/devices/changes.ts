import type { DeviceKind } from '../livekit/room-port';
import { Device, deviceKinds, DeviceList } from '../pre-join/devices';

/** A device that is not there any more though it was in use. */
export interface Vanished {
  readonly kind: DeviceKind;
  readonly label: string;
  /** What can take its place; nothing when it was the last one. */
  readonly instead: Device | undefined;
}

/** Something that was plugged in: one thing, which may be a microphone and a speaker. */
export interface Arrived {
  readonly label: string;
  readonly devices: readonly { readonly kind: DeviceKind; readonly id: string }[];
}

/** Names of the browser for whatever the system prefers: no devices of their own. */
const ALIASES = new Set(['default', 'communications']);

/** The devices in use that have gone between two looks, with what can take their place. Where names are kept secret, nobody can tell. */
export function vanished(
  before: DeviceList,
  now: DeviceList,
  known: ReadonlySet<DeviceKind>,
  inUse: Readonly<Partial<Record<DeviceKind, string>>>,
): readonly Vanished[] {
  return deviceKinds.flatMap((kind) => {
    if (!known.has(kind)) return [];
    const former = before[kind].find(({ id }) => id === inUse[kind]);
    if (!former || now[kind].some(({ id }) => id === former.id)) return [];
    return [{ kind, label: former.label, instead: now[kind][0] }];
  });
}

/** What has come between two looks. Before the browser told the names of a kind, nothing of it is new. */
export function arrived(before: DeviceList, now: DeviceList, known: ReadonlySet<DeviceKind>): readonly Arrived[] {
  const fresh = deviceKinds.flatMap((kind) =>
    now[kind]
      .filter(
        (device) => known.has(kind) && !ALIASES.has(device.id) && !before[kind].some(({ id }) => id === device.id),
      )
      .map((device) => ({ ...device, kind })),
  );
  const things = new Map<string, typeof fresh>();
  for (const device of fresh) {
    const thing = device.group ? `${device.group} ${device.kind === 'camera'}` : `${device.kind} ${device.id}`;
    things.set(thing, [...(things.get(thing) ?? []), device]);
  }
  return [...things.values()].map((parts) => ({
    label: parts[0]?.label ?? '',
    devices: parts.map(({ kind, id }) => ({ kind, id })),
  }));
}
