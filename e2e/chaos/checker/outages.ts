import type { FaultLine } from '../history/lines.ts';
import type { Findings } from './findings.ts';
import type { Sends } from './sends.ts';

/** Sends never wait for these: what they hold is asked for by others, or projected, or caught up with later. */
const OFF_THE_WAY = ['nats', 'auth', 'presence', 'contacts'];
/** The longest that nothing may be acknowledged after a kill -9 of chat, and at any time for parts off the way. */
export const GAP_MS = 3_000;
/**
 * Behind a fault of a part on the way, from its end on: whatever was frozen or cut wakes by the time-outs of TCP and of the graph.
 * Ending and starting again count as recovery.
 */
export const RECOVERY_MS = 10_000;
/** Faults that hold on for as long as the nemesis wants. */
const HELD = ['pause', 'cut', 'away'];
/** In so long a fault of a part off the way, sends must have been begun and acknowledged within it. */
const WORTH_COUNTING_MS = 2_000;

/** A fault and what the writers felt of it. */
export interface Outage extends FaultLine {
  /** Milliseconds: the longest between two acknowledgements, from the fault until all was well. */
  gap: number;
  /** Sends both begun and acknowledged while it held on. */
  within: number;
}

/** Milliseconds without any acknowledgement that a fault may cause. */
export function boundOf({ part, kind, at, over }: FaultLine): number {
  if (OFF_THE_WAY.includes(part) || (part === 'chat' && kind === 'kill')) return GAP_MS;
  return (HELD.includes(kind) ? over - at : 0) + RECOVERY_MS;
}

/** Measures every fault by the acknowledgements, and holds it to its bound. */
export function judgeOutages(
  faults: readonly FaultLine[],
  sends: Sends,
  slowness: number,
  findings: Findings,
): Outage[] {
  return faults.map((fault) => {
    const outage = { ...fault, ...measure(fault, sends) };
    const what = `${fault.kind} ${fault.part} at ${seconds(fault.at)}`;
    const bound = boundOf(fault) * slowness;
    if (outage.gap > bound)
      findings.add('too slow', what, `nothing was acknowledged for ${seconds(outage.gap)}, bound ${seconds(bound)}`);
    const isLong = fault.over - fault.at >= WORTH_COUNTING_MS;
    if (OFF_THE_WAY.includes(fault.part) && isLong && outage.within === 0)
      findings.add('needless part', what, `nothing was begun and acknowledged in ${seconds(fault.over - fault.at)}`);
    return outage;
  });
}

function measure({ at, over, healed }: FaultLine, { acknowledgements }: Sends): Pick<Outage, 'gap' | 'within'> {
  let [gap, within, last] = [0, 0, at];
  for (let index = firstAfter(acknowledgements, at); index < acknowledgements.length; index += 1) {
    const one = acknowledgements[index] as { begun: number; at: number };
    gap = Math.max(gap, one.at - last);
    last = one.at;
    if (one.begun >= at && one.at <= over) within += 1;
    if (one.at > healed) break;
  }
  return { gap: Math.max(gap, healed - last), within };
}

/** Where those after a moment begin, in a list that is in order of time. */
function firstAfter(list: readonly { at: number }[], moment: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at ?? Infinity) <= moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
