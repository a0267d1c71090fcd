import type { beatDevices, Device } from '@parley/contracts';
import type { z } from 'zod';

/** What a gateway instance says every two seconds. */
export type Beat = z.output<typeof beatDevices.question>;

/** The part of a beat that is about one organisation. Ids of connections are of any: those of others match nothing. */
export interface Change {
  readonly instanceId: string;
  /** Everything the instance has; undefined when it said only what changed. */
  readonly all: readonly Device[] | undefined;
  readonly opened: readonly Device[];
  readonly closed: readonly string[];
  readonly signedOut: readonly string[];
  readonly alive: readonly string[];
  readonly idled: Beat['idled'];
  /** Nothing was heard for a while: what is there counts as alive until everything was said again. */
  readonly isAfterGap: boolean;
  readonly isLeaving: boolean;
}

/** Times of G5, in milliseconds. */
export const LEASE_MS = {
  /** Three missed beats of 2 s, and one for the way. */
  instance: 7_000,
  /** Three missed beats of 10 s. With 2 s for the beat and 1 s for the look a vanished client is gone within 35 s. */
  connection: 31_000,
  /**
   * How long a closed socket still counts, so that a reloaded page does not flicker. Closings come with a beat, up to 2 s
   * late: these are 2.5 to 4.5 s of the socket's own time, and seen within 5 s.
   */
  damping: 2_500,
  /** Between two looks for what has run out. A closing is looked for when it is due. */
  look: 1_000,
  /** Between two looks for people who are shown as here without a device. */
  ghosts: 10_000,
  /** How long an ended session is remembered; its last token is dead after 5 minutes. */
  endedSession: 600_000,
} as const;

/** A beat's part for one organisation. */
export function changeOf(beat: Beat, organisationId: string, isAfterGap: boolean): Change {
  const ours = (devices: readonly Device[]) => devices.filter((device) => device.organisationId === organisationId);
  return {
    instanceId: beat.instanceId,
    all: beat.all && ours(beat.all),
    opened: ours(beat.opened),
    closed: beat.closed.filter((one) => !one.signedOut).map((one) => one.connectionId),
    signedOut: beat.closed.filter((one) => one.signedOut).map((one) => one.connectionId),
    alive: beat.alive,
    idled: beat.idled,
    isAfterGap,
    isLeaving: beat.leaving === true,
  };
}

/** Whether a beat says anything beyond that its instance is there. */
export const saysMore = ({ all, opened, closed, alive, idled, leaving }: Beat): boolean =>
  all !== undefined || opened.length + closed.length + alive.length + idled.length > 0 || leaving === true;
