// Peer: ejabberd (Debian packages `ejabberd` and `erlang-p1-pgsql`) with multi-user chat. With DATABASE_URL also `mod_mam` in SQL, its pool and
// prepared statements at their defaults: a message to a room is stored in the same Postgres before it is told to every occupant. Without
// it nothing is kept: live fan-out alone. In its favour: plain TCP without TLS, no shaper, presence in rooms is not broadcast, sign-in asks
// for a name only, no log. Addresses: PORT, DATABASE_URL or none, and HOME_DIR for what it leaves behind.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SCHEMA = '/usr/share/ejabberd/sql/pg.sql';
if (!existsSync(SCHEMA))
  throw new Error('To be installed first: apt-get install ejabberd erlang-p1-pgsql postgresql-client');
const { PORT, DATABASE_URL, HOME_DIR } = process.env;
const isStored = DATABASE_URL !== undefined;
const inSql = () => {
  const sql = new URL(DATABASE_URL);
  execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-f', SCHEMA, DATABASE_URL], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    sql_type: 'pgsql',
    sql_server: sql.hostname,
    sql_port: Number(sql.port),
    sql_database: sql.pathname.slice(1),
    sql_username: sql.username,
    sql_password: sql.password,
  };
};
mkdirSync(HOME_DIR, { recursive: true });
const config = join(HOME_DIR, 'ejabberd.yml');
// JSON is YAML too.
writeFileSync(
  config,
  JSON.stringify(
    {
      hosts: ['localhost'],
      loglevel: 'error',
      auth_method: ['anonymous'],
      anonymous_protocol: 'login_anon',
      ...(isStored ? inSql() : {}),
      acl: { local: { user_regexp: '' } },
      shaper_rules: { max_user_sessions: 100 },
      listen: [
        {
          port: Number(PORT),
          ip: '127.0.0.1',
          module: 'ejabberd_c2s',
          starttls: false,
          max_stanza_size: 65536,
          // Thousands may knock at once; what its own default (5) has no room for waits for TCP to try again, or is reset.
          backlog: 4096,
        },
      ],
      modules: {
        mod_disco: {},
        mod_roster: { db_type: isStored ? 'sql' : 'mnesia' },
        ...(isStored ? { mod_mam: { db_type: 'sql', default: 'always' } } : {}),
        mod_muc: {
          host: 'rooms.localhost',
          max_users: 10_000,
          default_room_options: {
            mam: isStored,
            persistent: isStored,
            max_users: 10_000,
            presence_broadcast: [],
            anonymous: false,
          },
        },
      },
    },
    null,
    1,
  ),
);
const env = {
  ...process.env,
  ERL_LIBS: '/usr/lib/x86_64-linux-gnu',
  EJABBERD_CONFIG_PATH: config,
  EJABBERD_LOG_PATH: join(HOME_DIR, 'ejabberd.log'),
};
// It becomes the server, so that its CPU is that of one process.
const flags = [
  '+K',
  'true',
  '+P',
  '250000',
  '-noinput',
  '-mnesia',
  'dir',
  `"${join(HOME_DIR, 'mnesia')}"`,
  '-s',
  'ejabberd',
];
process.execve('/usr/bin/erl', ['erl', ...flags], env);
