// Peer: ejabberd (Debian packages `ejabberd` and `erlang-p1-pgsql`) with multi-user chat. With DATABASE_URL also `mod_mam` in SQL, its pool and
// prepared statements at their defaults: a message to a room is stored in the same Postgres before it is told to every occupant. Without
// it nothing is kept: live fan-out alone. In its favour: plain TCP without TLS, no shaper, presence in rooms is not broadcast, sign-in asks
// for a name only, no log. With TOKEN_KEYS it asks for an access token instead (its JWT method: signature and expiry). For presence: a client's stanza is told to every contact of its roster who is here; in its favour: a status is
// not stored, whoever knows somebody is known by them from the beginning (ROSTERS, in SQL). Addresses: PORT, DATABASE_URL or none, HOME_DIR
// for what it leaves behind, and where wanted ROSTERS.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SCHEMA = '/usr/share/ejabberd/sql/pg.sql';
if (!existsSync(SCHEMA))
  throw new Error('To be installed first: apt-get install ejabberd erlang-p1-pgsql postgresql-client');
const { PORT, DATABASE_URL, HOME_DIR, ROSTERS, TOKEN_KEYS } = process.env;
const isStored = DATABASE_URL !== undefined;
const inSql = () => {
  const sql = new URL(DATABASE_URL);
  execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-f', SCHEMA, DATABASE_URL], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (ROSTERS) {
    const rows = Object.entries(JSON.parse(readFileSync(ROSTERS, 'utf8'))).flatMap(([name, known]) =>
      known.map((one) => `${name}\t${one}@localhost\t\tB\tN\t\tN\t\titem\n`),
    );
    const copy = `COPY rosterusers (username, jid, nick, subscription, ask, askmessage, server, subscribe, type) FROM STDIN`;
    execFileSync('psql', ['-q', '-v', 'ON_ERROR_STOP=1', '-c', copy, DATABASE_URL], {
      input: rows.join(''),
      stdio: ['pipe', 'ignore', 'inherit'],
    });
  }
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
const byToken = () => {
  const file = join(HOME_DIR, 'jwk.json');
  writeFileSync(file, JSON.stringify(JSON.parse(TOKEN_KEYS).keys[0]));
  return { auth_method: ['jwt'], jwt_key: file };
};
const config = join(HOME_DIR, 'ejabberd.yml');
// JSON is YAML too.
writeFileSync(
  config,
  JSON.stringify(
    {
      hosts: ['localhost'],
      loglevel: 'error',
      ...(TOKEN_KEYS === undefined ? { auth_method: ['anonymous'], anonymous_protocol: 'login_anon' } : byToken()),
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
