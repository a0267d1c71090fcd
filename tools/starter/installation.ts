import { StepFailure } from '../bootstrap/failure.mjs';
import { portsOf } from '../bootstrap/ports.mjs';
import { embeddedParts } from '../bootstrap/parts.mjs';
import { secretsOf, type Secrets } from './secrets.ts';

/** What one start works with: where it lies, its ports and secrets, and which parts are its own. */
export interface Installation {
  workspace: string;
  home: string;
  ports: Record<string, number>;
  secrets: Secrets;
  /** Which of the parts are embedded rather than given by the environment. */
  embeds: { postgres: boolean; nats: boolean; livekit: boolean; mail: boolean };
  /** The address that browsers use, without a slash at its end. */
  publicUrl: string;
  /** The address on the local network that is shared; undefined: loopback alone. */
  shared?: string | undefined;
  /** Whether demo accounts are made and the limits per address raised. */
  isDemo: boolean;
  /** The environment the starter was given. */
  env: NodeJS.ProcessEnv;
}

/** Reads the installation from the environment and its home. */
export function openInstallation(workspace: string, home: string, env: NodeJS.ProcessEnv): Installation {
  const ports = portsOf(env);
  const shared = env.PARLEY_SHARED_ADDRESS || undefined;
  const here = shared ? `https://${shared}:${ports.gateway}` : `http://localhost:${ports.gateway}`;
  const lacking = env.LIVEKIT_URL ? ['LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'].filter((name) => !env[name]) : [];
  if (lacking.length > 0) {
    throw new StepFailure('settings', `LIVEKIT_URL is set, and ${lacking.join(' and ')} not`, {
      mend: 'set them to the key and secret of that LiveKit, or leave LIVEKIT_URL out to have one started',
    });
  }
  return {
    workspace,
    home,
    ports,
    secrets: secretsOf(home),
    embeds: embeddedParts(env),
    publicUrl: (env.PUBLIC_URL || here).replace(/\/+$/, ''),
    shared,
    isDemo: env.PARLEY_DEMO !== 'false',
    env,
  };
}
