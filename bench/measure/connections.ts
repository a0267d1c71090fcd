import type { Run } from './meter.ts';
import type { Rounds } from './rounds.ts';
import { spreadOf, steadiness, type Spread } from './summary.ts';

/** What a connection may cost (P8); `peer`: as a ratio of ours to this one's, `part`: of this part of our servers alone. */
export interface ConnectionGoal {
  readonly what: 'openKb' | 'openCpuMs' | 'backMs' | 'missed';
  readonly peer?: string;
  readonly part?: string;
  readonly goal: number;
}

/** A run in a few words. */
export const connectionsOf = (run: Run): string =>
  `${share(run, run.openCpu * 1e3).toFixed(3)} ms CPU and ${share(run, run.openBytes / 1e3).toFixed(1)} kB a connection, ${run.members} in after ${Math.round(run.connectMs)} ms; all back after ${Math.round(run.backMs ?? NaN)} ms, ${run.missed} missed, ${run.retries} turned away${run.lastRetry === undefined ? '' : ` (${run.lastRetry})`}, meter ${run.busy.toFixed(2)} busy`;

/** A member's share of what all took. */
const share = ({ members }: Run, all: number): number => all / members;

/** What one table of rounds says of opening connections, of holding them, and of a storm. */
export function connectionsTableOf({ targets, calibration }: Rounds, ours: string, goals: readonly ConnectionGoal[]) {
  const rows = targets.map(({ name, work, rounds }) => {
    const over = (of: (run: Run) => number) => spreadOf(rounds.map(of));
    const byPart = (of: (run: Run) => Record<string, number>, unit: number) =>
      Object.fromEntries(
        Object.keys(rounds[0]?.cpuOf ?? {}).map((part) => [
          part,
          over((run) => share(run, (of(run)[part] ?? 0) * unit)).median,
        ]),
      );
    return {
      name,
      work,
      openCpuMs: over((run) => share(run, run.openCpu * 1e3)),
      openCpuMsByPart: byPart(({ openCpuOf }) => openCpuOf, 1e3),
      openKb: over((run) => share(run, run.openBytes / 1e3)),
      openKbByPart: byPart(({ openBytesOf }) => openBytesOf, 1e-3),
      connectMs: over(({ connectMs }) => connectMs),
      // What a thousand cost in each second in which nothing happens.
      heldCpuMsByPart: byPart((run) => perThousandAndSecond(run), 1e3),
      // Until all, and until half of all followed again; CPU of the servers meanwhile, a member's share.
      backMs: over(({ backMs }) => backMs ?? NaN),
      backP50ms: over(({ backP50ms }) => backP50ms ?? NaN),
      backCpuMs: over((run) => share(run, run.cpu * 1e3)),
      backCpuMsByPart: byPart(({ cpuOf }) => cpuOf, 1e3),
      // Messages that a member did not get, on the average, of those posted while it was away.
      missed: over((run) => share(run, run.missed)),
      // How often a member was turned away before it was back, on the average.
      retries: over((run) => share(run, run.retries)),
      posted: over(({ posted }) => posted),
      meterBusy: over(({ busy }) => busy),
    };
  });
  type Row = (typeof rows)[number];
  const us = rows.find(({ name }) => name === ours) as Row;
  const ratioTo = (one: Row) => ({
    openCpuMs: us.openCpuMs.median / one.openCpuMs.median,
    openKb: us.openKb.median / one.openKb.median,
    backMs: us.backMs.median / one.backMs.median,
    backCpuMs: us.backCpuMs.median / one.backCpuMs.median,
  });
  const measuredOf = ({ what, peer, part }: ConnectionGoal): number => {
    const other = rows.find(({ name }) => name === peer);
    if (peer !== undefined) return other ? us[what].median / other[what].median : NaN;
    if (part === undefined) return what === 'missed' ? us.missed.max : us[what].median;
    return (what === 'openKb' ? us.openKbByPart : us.openCpuMsByPart)[part] ?? NaN;
  };
  return {
    rows,
    ratios: Object.fromEntries(rows.filter((one) => one !== us).map((one) => [`${ours} : ${one.name}`, ratioTo(one)])),
    goals: goals.map((one) => ({ ...one, measured: measuredOf(one), reached: measuredOf(one) <= one.goal })),
    valid: { ...steadiness(calibration), isMeterFree: rows.every(({ meterBusy }) => meterBusy.max <= 0.9) },
  };
}

const perThousandAndSecond = ({ heldCpuOf, heldSeconds }: Run): Record<string, number> =>
  Object.fromEntries(Object.entries(heldCpuOf).map(([part, cpu]) => [part, (cpu * 1e3) / heldSeconds]));

type Table = ReturnType<typeof connectionsTableOf>;

/**
 * What one more connection costs: how much two tables of rounds with different numbers of members differ, over the members that the
 * second has more. What a server takes once, for its first thousand, is not in it.
 */
export function oneMore(few: Table, fewMembers: number, many: Table, manyMembers: number) {
  const slope = (a: Spread | undefined, b: Spread | undefined) =>
    ((b?.median ?? NaN) * manyMembers - (a?.median ?? NaN) * fewMembers) / (manyMembers - fewMembers);
  return Object.fromEntries(
    many.rows.map(({ name, openKb, openCpuMs }) => {
      const other = few.rows.find((one) => one.name === name);
      return [name, { openKb: slope(other?.openKb, openKb), openCpuMs: slope(other?.openCpuMs, openCpuMs) }];
    }),
  );
}
