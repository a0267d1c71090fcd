// Peer: Synapse (from PyPI, in a virtual environment of its own), one process, at its defaults but for what is named here. The same work: a
// message to a room is stored in the same Postgres, and told to every device that waits for it by `/sync`; who wants no push is still counted
// what is unread, as with us. In its favour: plain HTTP without TLS, no federation, no presence, no rate limits, no encryption, no log. Addresses:
// PORT, DATABASE_URL, and HOME_DIR for what it leaves behind.
import { randomBytes } from 'node:crypto';
import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '1.163.2';
const PLACE = join(import.meta.dirname, '..', 'out', 'synapse');
if (globSync(join(PLACE, `lib/python*/site-packages/matrix_synapse-${VERSION}.dist-info`)).length === 0)
  throw new Error(
    `To be installed first: python3 -m venv bench/out/synapse && bench/out/synapse/bin/pip install matrix-synapse==${VERSION} psycopg2-binary==2.9.13`,
  );
const { PORT, DATABASE_URL, HOME_DIR } = process.env;
const sql = new URL(DATABASE_URL);
mkdirSync(HOME_DIR, { recursive: true });
const inHome = (file, text) => {
  writeFileSync(join(HOME_DIR, file), text);
  return join(HOME_DIR, file);
};
const secret = () => randomBytes(32).toString('base64').replace(/=+$/, '');
const NO_LIMIT = { per_second: 1e6, burst_count: 1e6 };

// JSON is YAML too.
const log = { version: 1, root: { level: 'ERROR' }, disable_existing_loggers: true };
const config = {
  server_name: 'localhost',
  report_stats: false,
  pid_file: join(HOME_DIR, 'synapse.pid'),
  media_store_path: join(HOME_DIR, 'media'),
  log_config: inHome('log.yaml', JSON.stringify(log)),
  signing_key_path: inHome('signing.key', `ed25519 a_one ${secret()}\n`),
  macaroon_secret_key: secret(),
  form_secret: secret(),
  listeners: [{ port: Number(PORT), bind_addresses: ['127.0.0.1'], type: 'http', resources: [{ names: ['client'] }] }],
  database: {
    name: 'psycopg2',
    // The pool of Synapse's own sample for Postgres; the database has the collation of the stack's.
    args: {
      host: sql.hostname,
      port: Number(sql.port),
      dbname: sql.pathname.slice(1),
      user: sql.username,
      password: sql.password,
      cp_min: 5,
      cp_max: 10,
    },
    allow_unsafe_locale: true,
  },
  trusted_key_servers: [],
  federation_domain_whitelist: [],
  presence: { enabled: false },
  // People sign up before anything is counted.
  enable_registration: true,
  enable_registration_without_verification: true,
  bcrypt_rounds: 4,
  rc_message: NO_LIMIT,
  rc_registration: NO_LIMIT,
  rc_login: { address: NO_LIMIT, account: NO_LIMIT, failed_attempts: NO_LIMIT },
  rc_joins: { local: NO_LIMIT, remote: NO_LIMIT },
  rc_joins_per_room: NO_LIMIT,
  rc_room_creation: NO_LIMIT,
};
const file = inHome('homeserver.yaml', JSON.stringify(config, null, 1));
// It becomes the server, so that its CPU is that of one process. Python finds its environment by its own name.
const python = join(PLACE, 'bin', 'python');
if (!existsSync(python)) throw new Error(`${python} is gone`);
process.execve(python, [python, '-m', 'synapse.app.homeserver', '-c', file], process.env);
