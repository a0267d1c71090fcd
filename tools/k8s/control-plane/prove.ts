import { print, settle } from '../finding.ts';
import type { Report } from '../report.ts';
import { Disproof, type Scenario } from './scenario.ts';
import { accepted } from './scenarios/accepted.ts';
import { autoscaled } from './scenarios/autoscaled.ts';
import { drain } from './scenarios/drain.ts';
import { failedMigration } from './scenarios/failed-migration.ts';
import { migrationsFirst } from './scenarios/migrations-first.ts';
import { ready } from './scenarios/ready.ts';
import { rollout } from './scenarios/rollout.ts';
import { rootRefused } from './scenarios/root-refused.ts';
import { seesADip } from './scenarios/sees-a-dip.ts';
import { spread } from './scenarios/spread.ts';
import { variants } from './scenarios/variants.ts';
import { setStage, type Stage } from './stage.ts';

/** In this order: what comes later counts on an installation that is accepted and whose migrations were let go. */
const SCENARIOS = [
  accepted,
  migrationsFirst,
  ready,
  spread,
  autoscaled,
  rollout,
  failedMigration,
  drain,
  seesADip,
  rootRefused,
  variants,
];

/** Plays every scenario of an overlay on a control plane of its own. */
export async function proveOverlay(report: Report, options: Parameters<typeof setStage>[0]): Promise<void> {
  const begun = Date.now();
  let stage: Stage;
  try {
    stage = await setStage(options);
  } catch (error) {
    report.bad(options.overlay, 'control plane', [wordsOf(error)]);
    return;
  }
  try {
    const took = `${((Date.now() - begun) / 1000).toFixed(1)} s`;
    report.say(options.overlay, `Kubernetes ${stage.plane.version}, ${stage.shape}, nodes by kwok, in ${took}`);
    // Until the second scenario lets them go.
    stage.play.decide = () => 'hold';
    const fitting = SCENARIOS.filter(({ shape }) => !shape || shape === stage.shape);
    for (const [index, scenario] of fitting.entries()) {
      if (await play(report, stage, scenario)) continue;
      const others = fitting.slice(index + 1);
      // Each stands on the ones before: their failures would say nothing new.
      for (const { name } of others) report.skip(stage.overlay, name, `not tried, since "${scenario.name}" is bad`);
      return;
    }
  } finally {
    await stage.strike();
  }
}

async function play(report: Report, stage: Stage, scenario: Scenario): Promise<boolean> {
  try {
    const seen = await scenario.run(stage);
    stage.check();
    report.ok(stage.overlay, scenario.name, seen);
    return true;
  } catch (error) {
    const problems = error instanceof Disproof ? settle(error.findings).map(print) : [];
    report.bad(stage.overlay, scenario.name, [...problems, wordsOf(error)].filter(Boolean));
    return false;
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
