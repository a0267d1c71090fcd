import { join } from 'node:path';
import { run } from '../bootstrap/run.mjs';

/**
 * Builds what is not built yet, through Nx, whose cache makes an unchanged build a matter of moments.
 *
 * @param env must hold the run's mark
 * @param hasWeb false to leave the web out, for whoever works on services alone
 */
export async function build(workspace: string, home: string, env: NodeJS.ProcessEnv, hasWeb: boolean): Promise<void> {
  const without = hasWeb ? [] : ['--exclude=tag:kind:web'];
  await run(
    process.execPath,
    [join(workspace, 'node_modules/.bin/nx'), 'run-many', '-t', 'build', '--output-style=static', ...without],
    {
      step: 'build',
      cwd: workspace,
      log: join(home, 'logs', 'build.log'),
      env: {
        ...env,
        NX_DAEMON: 'false',
        NX_TUI: 'false',
        NX_ISOLATE_PLUGINS: 'false',
        PATH: `${join(process.execPath, '..')}:${env.PATH ?? ''}`,
      },
      mend: 'the log shows the error; mend it, or go back to a commit that builds',
    },
  );
}
