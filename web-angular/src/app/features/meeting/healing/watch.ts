import type { Pulse, TrackPulse } from '../livekit/mending-port';

/** Silence after which people are told, in milliseconds. */
export const SILENCE_MS = 2000;
/** The same where nothing is sent and nothing is due: the path itself is checked every two and a half seconds. */
export const IDLE_SILENCE_MS = 6000;
/** What a new subscription may take until its first packet, in milliseconds. */
export const FIRST_PACKET_MS = 5000;
/** Sound that pauses beside a picture that comes may be a voice that pauses, in milliseconds. */
export const PAUSE_MS = 5000;
/** Between two looks further apart than this the computer slept: nothing can be said of the time between. */
export const SLEPT_MS = 3000;
/** A track is quiet for long only when it is quiet for longer than this many of its own pauses. */
const PAUSES = 2.5;
const LONGEST_PAUSE_MS = 12_000;

/** What is remembered of a subscription from which packets are due. */
interface TrackMemory extends TrackPulse {
  /** When its last packet came, or since when it is due. */
  readonly at: number;
  /** When it was last decoded, or since when it is due. */
  readonly decodedAt: number;
  readonly hasFlowed: boolean;
  /** Its longest pause that was no fault. */
  readonly pause: number;
}

/** A subscription from which no packets come though they should. */
export interface Fault {
  readonly trackId: string;
  readonly identity: string;
  readonly kind: TrackPulse['kind'];
  /** When the last packet came, or since when one is due. */
  readonly since: number;
}

/** What the packets say: of the whole connection, of each subscription, of each person. */
export interface Watched {
  readonly at: number;
  /** When the last sign of life came by this connection. */
  readonly aliveAt: number;
  /** Not one packet for two seconds, where there should be some. */
  readonly isCut: boolean;
  /** While the connection itself is well. */
  readonly faults: readonly Fault[];
  /** People from whom nothing comes, though the connection itself is well. */
  readonly interrupted: ReadonlySet<string>;
  /** People whose sound is due and played, and those whose sound is due and is not. */
  readonly heard: ReadonlySet<string>;
  readonly missed: ReadonlySet<string>;
  readonly received: number;
  readonly tracks: ReadonlyMap<string, TrackMemory>;
}

/** Goes from what was known to what is known with one look more. Pure: the only time is the pulse's own. */
export function watch(before: Watched | undefined, pulse: Pulse): Watched {
  const { at, received, isSending } = pulse;
  const hasSlept = before !== undefined && at - before.at > SLEPT_MS;
  // Counters that begin anew, as with another path, are no sign of life.
  const isAlive = !before || hasSlept || received > before.received;
  const aliveAt = isAlive ? at : before.aliveAt;
  const tracks = new Map<string, TrackMemory>();
  const returned = hasSlept ? new Set() : returnedOf(before, pulse, isAlive);
  for (const track of pulse.tracks) {
    const former = hasSlept ? undefined : before?.tracks.get(track.id);
    if (track.isDue) tracks.set(track.id, remember(former, track, at, returned.has(track.identity)));
  }
  const isBusy = isSending || [...tracks.values()].some(({ hasFlowed }) => hasFlowed);
  const isCut = at - aliveAt >= (isBusy ? SILENCE_MS : IDLE_SILENCE_MS);
  const all = [...tracks.values()];
  const faulty = isCut ? [] : all.filter((track) => isFaulty(track, all, at));
  const ofWhom = (some: readonly TrackMemory[]): Set<string> => new Set(some.map(({ identity }) => identity));
  const sounds = all.filter(({ kind }) => kind === 'sound');
  const played = isCut ? [] : sounds.filter((track) => !faulty.includes(track) && isPlayed(track, at));
  return {
    at,
    aliveAt,
    isCut,
    faults: faulty.map(({ id, identity, kind, at: since }) => ({ trackId: id, identity, kind, since })),
    interrupted: isCut ? new Set() : interruptedOf(all, faulty, at),
    heard: ofWhom(played),
    missed: ofWhom(isCut ? [] : sounds.filter((track) => !played.includes(track))),
    received,
    tracks,
  };
}

/** People of whom something comes again after nothing did: what does not come yet of them is due from now on. */
function returnedOf(before: Watched | undefined, { tracks }: Pulse, isAlive: boolean): ReadonlySet<string> {
  const hasCome = ({ id, packets }: TrackPulse): boolean => packets > (before?.tracks.get(id)?.packets ?? Infinity);
  const isBack = (track: TrackPulse): boolean =>
    before?.isCut ? isAlive : before?.interrupted.has(track.identity) === true && hasCome(track);
  return new Set(tracks.filter(isBack).map(({ identity }) => identity));
}

function remember(former: TrackMemory | undefined, track: TrackPulse, at: number, hasReturned: boolean): TrackMemory {
  // One that is taken up again counts from nothing.
  if (!former || track.packets < former.packets)
    return { ...track, at, decodedAt: at, hasFlowed: track.packets > 0, pause: former?.pause ?? 0 };
  const hasCome = track.packets > former.packets;
  const silence = at - former.at;
  return {
    ...track,
    at: hasCome || hasReturned ? at : former.at,
    decodedAt: track.decoded > former.decoded ? at : former.decodedAt,
    hasFlowed: former.hasFlowed || hasCome,
    pause:
      hasCome && former.hasFlowed && silence < patienceWith(former) ? Math.max(former.pause, silence) : former.pause,
  };
}

/** How long a track may be silent, in milliseconds. Screens that stand still and voices that pause teach more patience; cameras do not. */
function patienceWith({ hasFlowed, pause, kind }: Pick<TrackMemory, 'hasFlowed' | 'pause' | 'kind'>): number {
  if (!hasFlowed) return FIRST_PACKET_MS;
  if (kind === 'picture') return SILENCE_MS;
  return Math.min(LONGEST_PAUSE_MS, Math.max(SILENCE_MS, PAUSES * pause));
}

function isFaulty(track: TrackMemory, all: readonly TrackMemory[], at: number): boolean {
  const hasFlowingPicture =
    track.kind === 'sound' &&
    all.some(
      ({ identity, kind, at: last }) => identity === track.identity && kind !== 'sound' && at - last < SILENCE_MS,
    );
  return at - track.at >= Math.max(patienceWith(track), hasFlowingPicture ? PAUSE_MS : 0);
}

/** A camera that is silent, with everything else of that person, says enough; a voice or a screen alone must have lost all patience. */
function interruptedOf(all: readonly TrackMemory[], faulty: readonly TrackMemory[], at: number): Set<string> {
  const suspects = new Set(faulty.filter(({ hasFlowed }) => hasFlowed).map(({ identity }) => identity));
  for (const { identity, kind, at: last } of all) {
    const hasCamera = all.some((one) => one.identity === identity && one.kind === 'picture' && one.hasFlowed);
    const isSilent = at - last >= (hasCamera || kind === 'picture' ? SILENCE_MS : Infinity);
    if (!isSilent && !faulty.some((one) => one.identity === identity && one.kind === kind)) suspects.delete(identity);
  }
  return suspects;
}

/** Whether what comes is also played: an element that the browser holds back decodes nothing. */
function isPlayed({ decodedAt, hasFlowed }: TrackMemory, at: number): boolean {
  return hasFlowed && at - decodedAt < SILENCE_MS;
}
