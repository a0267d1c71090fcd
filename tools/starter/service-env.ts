import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../bootstrap/chromium.mjs';
import { findFfmpeg } from '../bootstrap/ffmpeg.mjs';
import { OTHER_RECORDER, SERVICES, STORED, upper } from '../bootstrap/parts.mjs';
import { databaseUrl, serviceDatabase } from '../embedded/databases.ts';
import type { Installation } from './installation.ts';
import { certificateFiles } from './certificate-files.ts';
import { publicKeyOf } from './secrets.ts';

/** What any program needs to run at all; nothing else of the person's environment reaches a service. */
const INHERITED = ['PATH', 'HOME', 'TZ', 'LANG', 'TMPDIR', 'NODE_EXTRA_CA_CERTS', 'NODE_COMPILE_CACHE', 'PARLEY_RUN'];

/** The environment of any embedded part. */
export function plainEnv(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(INHERITED.filter((name) => env[name]).map((name) => [name, env[name]]));
}

/** The environment of a process of ours, as its config.ts reads it. */
export function serviceEnv(installation: Installation, name: string): NodeJS.ProcessEnv {
  const { env, ports, secrets } = installation;
  const service = name === OTHER_RECORDER ? 'recorder' : name;
  const common = {
    ...plainEnv(env),
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(ports[name]),
    LOG_LEVEL: env.LOG_LEVEL || 'info',
    NATS_URL: env[`NATS_URL_${upper(service)}`] || embeddedNatsUrl(installation, service),
    PUBLIC_URL: installation.publicUrl,
  };
  if (service === 'gateway') return { ...common, ...gatewayEnv(installation) };
  if (service === 'gate') return { ...common, ...gateEnv(installation) };
  if (service === 'recorder') return { ...common, ...recorderEnv(installation, name) };
  return {
    ...common,
    DATABASE_URL: databaseUrlOf(installation, service),
    CLAIM_PUBLIC_KEYS: JSON.stringify([publicKeyOf(secrets.claimKey)]),
    LIVE_SECRET: secrets.liveSecret,
    ...(service === 'auth' ? authEnv(installation) : {}),
    ...(service === 'chat' ? chatEnv(installation) : {}),
    ...(service === 'media-gateway' ? mediaEnv(installation) : {}),
  };
}

/** The address of a service's database: given, or in the embedded Postgres. */
export function databaseUrlOf(installation: Installation, service: string): string {
  const given = installation.env[`DATABASE_URL_${upper(service)}`];
  const password = installation.secrets.databasePasswords[service] ?? '';
  return given || databaseUrl(serviceDatabase(service, password), installation.ports.postgres ?? 0);
}

/** Where a service's subgraph answers, by service. */
export function subgraphUrls(installation: Installation): Record<string, string> {
  return Object.fromEntries(
    STORED.map((service) => [service, `http://127.0.0.1:${installation.ports[service]}/graphql`]),
  );
}

/** Where LiveKit reports what happens in its rooms. */
export function webhookUrl(installation: Installation): string {
  return `http://127.0.0.1:${installation.ports['media-gateway']}/livekit/webhook`;
}

/** The address at which browsers reach LiveKit: the gateway's own, through the gate, unless another was given. */
export function livekitPublicUrl(installation: Installation): string {
  const { env, publicUrl } = installation;
  return (env.LIVEKIT_PUBLIC_URL || publicUrl).replace(/^http/, 'ws');
}

function embeddedNatsUrl(installation: Installation, service: string): string {
  return `nats://${service}:${installation.secrets.natsPasswords[service]}@127.0.0.1:${installation.ports.nats}`;
}

function authEnv({ secrets, isDemo }: Installation): NodeJS.ProcessEnv {
  return { SESSION_SECRET: secrets.sessionSecret, INSTALLATION_ID: secrets.installationId, DEMO: String(isDemo) };
}

/** Settings of files that whoever starts Parley may give. */
const FILE_KEYS = /^FILES_/;

function chatEnv({ env, home, secrets }: Installation): NodeJS.ProcessEnv {
  const given = Object.entries(env).filter(([name]) => FILE_KEYS.test(name));
  const { PUSH_CONTACT, PUSH_TEST_ORIGINS, MISSED_MAIL_SECONDS, LINK_PREVIEWS } = env;
  return {
    FILES_DIR: join(home, 'files'),
    ...Object.fromEntries(given),
    PUSH_PRIVATE_KEY: env.PUSH_PRIVATE_KEY || secrets.pushKey,
    ...(PUSH_CONTACT ? { PUSH_CONTACT } : {}),
    ...(PUSH_TEST_ORIGINS ? { PUSH_TEST_ORIGINS } : {}),
    ...(MISSED_MAIL_SECONDS ? { MISSED_MAIL_SECONDS } : {}),
    ...(LINK_PREVIEWS ? { LINK_PREVIEWS } : {}),
  };
}

function mediaEnv(installation: Installation): NodeJS.ProcessEnv {
  const { MEETING_MOST_PEOPLE, RECORDING_DAYS, MAIL_URL, MAIL_FROM, MAIL_LANGUAGE } = installation.env;
  return {
    ...livekitEnv(installation),
    LIVEKIT_PUBLIC_URL: livekitPublicUrl(installation),
    RECORDINGS_SECRET: installation.secrets.recordingsSecret,
    ...(MEETING_MOST_PEOPLE ? { MEETING_MOST_PEOPLE } : {}),
    ...(RECORDING_DAYS ? { RECORDING_DAYS } : {}),
    MAIL_URL: MAIL_URL || `smtp://127.0.0.1:${installation.ports['mail-smtp']}`,
    ...(MAIL_FROM ? { MAIL_FROM } : {}),
    ...(MAIL_LANGUAGE ? { MAIL_LANGUAGE } : {}),
  };
}

function gateEnv(installation: Installation): NodeJS.ProcessEnv {
  const snapshot = join(installation.home, 'gate', 'removals.json');
  return { ...livekitEnv(installation), GATE_SNAPSHOT: snapshot, SHUTDOWN_SPREAD_MS: '500' };
}

/** Settings of the recorder that whoever starts Parley may give. */
const RECORDER_KEYS = /^(RECORDINGS_S3_|RECORDER_)/;

function recorderEnv({ env, home, publicUrl, secrets }: Installation, name: string): NodeJS.ProcessEnv {
  // The disk that recordings lie on is one for both; what waits for a bucket is each worker's own.
  const directory = env.RECORDINGS_S3_BUCKET ? name.replace('recorder', 'recordings') : 'recordings';
  const given = Object.entries(env).filter(([name]) => RECORDER_KEYS.test(name));
  return {
    RECORDER_CHROMIUM: findChromium(env),
    RECORDER_FFMPEG: findFfmpeg(env) ?? 'none',
    // An https address here has a certificate of this machine's own making.
    RECORDER_ANY_CERTIFICATE: String(publicUrl.startsWith('https:')),
    RECORDINGS_DIR: join(home, directory),
    RECORDER_WORKERS: '2',
    ...Object.fromEntries(given),
    RECORDINGS_SECRET: secrets.recordingsSecret,
  };
}

function livekitEnv(installation: Installation): NodeJS.ProcessEnv {
  const { env, secrets, embeds } = installation;
  return {
    LIVEKIT_URL: livekitUrl(installation),
    LIVEKIT_API_KEY: embeds.livekit ? secrets.livekitKey : (env.LIVEKIT_API_KEY ?? ''),
    LIVEKIT_API_SECRET: embeds.livekit ? secrets.livekitSecret : (env.LIVEKIT_API_SECRET ?? ''),
  };
}

function livekitUrl({ env, embeds, ports }: Installation): string {
  return embeds.livekit ? `http://127.0.0.1:${ports.livekit}` : (env.LIVEKIT_URL ?? '').replace(/^ws/, 'http');
}

function gatewayEnv(installation: Installation): NodeJS.ProcessEnv {
  const { ports, secrets, workspace } = installation;
  const subgraphs = Object.entries(subgraphUrls(installation)).map(([service, url]) => [
    `SUBGRAPH_${upper(service)}_URL`,
    url,
  ]);
  const web = join(workspace, 'web-angular/dist/browser');
  return {
    ...Object.fromEntries(subgraphs),
    AUTH_URL: `http://127.0.0.1:${ports.auth}`,
    CLAIM_PRIVATE_KEY: JSON.stringify(secrets.claimKey),
    INSTALLATION_ID: secrets.installationId,
    // Nothing balances between copies here: an end need not be announced for five seconds.
    SHUTDOWN_GRACE_MS: '0',
    SHUTDOWN_SPREAD_MS: '500',
    RTC_URL: `http://127.0.0.1:${ports.gate}`,
    ...(installation.shared ? lanEnv(installation, installation.shared) : {}),
    RECORDINGS_URL: `http://127.0.0.1:${ports.recorder}`,
    ...(existsSync(join(web, 'index.html')) ? { WEB_DIR: web } : {}),
  };
}

function lanEnv({ home }: Installation, address: string): NodeJS.ProcessEnv {
  const { certificateFile, keyFile } = certificateFiles(home);
  return { LAN_HOST: address, TLS_CERTIFICATE_FILE: certificateFile, TLS_KEY_FILE: keyFile };
}

/** The services that have something built to start. */
export function builtServices(workspace: string): string[] {
  return SERVICES.filter((service) => existsSync(join(workspace, 'services', service, 'dist/main.mjs')));
}
