// The starter proper, on Node 24: builds, starts every part, and keeps them running. tools/start.mjs runs it.
import { join } from 'node:path';
import { describeFailure } from '../bootstrap/failure.mjs';
import { parleyHome, WORKSPACE } from '../bootstrap/home.mjs';
import { Progress } from '../bootstrap/progress.mjs';
import { asJson, asText } from './announce.ts';
import { build } from './build.ts';
import type { Certificate } from './certificate.ts';
import { makeDemo } from './demo.ts';
import { startLivekit, startNats, startPostgres } from './infrastructure.ts';
import { openInstallation, type Installation } from './installation.ts';
import { startMail } from './mail.ts';
import { writeRunFile } from './run-file.ts';
import { migrate, startServices } from './services.ts';
import { Supervisor } from './supervisor.ts';
import { watchSources } from './watch.ts';

const SERVICES_PATIENCE_MS = 8000;
const PARTS_PATIENCE_MS = 4000;

const installation = open();
const startedAt = Number(process.env.PARLEY_STARTED_AT) || Date.now();
const progress = new Progress(['build', 'postgres', 'nats', 'livekit', 'migrations', 'services', 'demo'], {
  startedAt,
});
const say = (line: string) => progress.say(line);
const onChange = () => writeRunFile(installation, supervisor.running());
const supervisor = new Supervisor({ logs: join(installation.home, 'logs'), onChange, say });
let stopping: Promise<void> | undefined;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(1));
try {
  await start();
} catch (error) {
  if (!stopping) {
    process.stderr.write(describeFailure(error));
    await stop();
    process.exit(1);
  }
}

function open(): Installation {
  try {
    return openInstallation(WORKSPACE, parleyHome(), process.env);
  } catch (error) {
    process.stderr.write(describeFailure(error));
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const { home, embeds } = installation;
  const infrastructure = [
    embeds.postgres && progress.step('postgres', 'preparing it', () => startPostgres(installation, supervisor)),
    embeds.nats && progress.step('nats', 'starting it', () => startNats(installation, supervisor)),
    embeds.livekit && progress.step('livekit', 'starting it', () => startLivekit(installation, supervisor)),
    embeds.mail && startMail(installation, supervisor),
  ];
  const building = progress.step('build', 'what has changed', () =>
    build(WORKSPACE, home, process.env, !process.argv.includes('--no-web')),
  );
  const [certificate] = await Promise.all([certify(), building, ...infrastructure]);
  await progress.step('migrations', 'bringing every database up to date', () => migrate(installation));
  await progress.step('services', 'waiting until each is ready', () => startServices(installation, supervisor, say));
  if (installation.isDemo) await progress.step('demo', 'two people to sign in as', () => makeDemo(installation, say));
  progress.close();
  const isForPrograms = process.argv.includes('--json');
  const invitation = certificate && (await import('./invitation.ts')).invitation(installation.publicUrl, certificate);
  const text = () => asText(installation, invitation);
  process.stdout.write(isForPrograms ? `${asJson(installation, supervisor.running())}\n` : text());
  if (process.argv.includes('--watch')) watchSources(installation, supervisor, say);
}

/** The certificate of the address that is shared; loading what makes it is spared where none is. */
async function certify(): Promise<Certificate | undefined> {
  const { home, shared } = installation;
  if (shared === undefined) return undefined;
  const { certificateFor } = await import('./certificate.ts');
  return progress.step('certificate', `for ${shared}`, () => certificateFor(home, [shared]));
}

function stop(): Promise<void> {
  stopping ??= stopAll();
  return stopping;
}

async function stopAll(): Promise<void> {
  progress.close();
  supervisor.close();
  const names = [...supervisor.running().keys()];
  if (names.length > 0) say(`ending ${names.join(', ')}`);
  const embedded = ['livekit', 'nats', 'postgres'];
  await supervisor.stop(
    names.filter((name) => !embedded.includes(name)),
    SERVICES_PATIENCE_MS,
  );
  await supervisor.stop(embedded, PARTS_PATIENCE_MS);
  onChange();
}
