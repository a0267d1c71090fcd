// Peer: Prosody (Debian packages `prosody` and `lua-dbi-postgresql`) with multi-user chat and `mod_muc_mam` in SQL. The same work: a message to a
// room is stored in the same Postgres before it is told to every occupant. Rooms are kept, as ours are:
// with a room that is not, its archive goes when the last one leaves. In its favour: plain TCP without TLS, no limits, presence in
// rooms is not broadcast, sign-in asks for a name only, no log. For presence: a client's stanza is told to every contact of its roster who is
// here; in its favour: a status is not stored, whoever knows somebody is known by them from the beginning (ROSTERS, one file for each user).
// Addresses: PORT, DATABASE_URL, HOME_DIR for what it leaves behind, and where wanted ROSTERS.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

if (!existsSync('/usr/bin/prosody'))
  throw new Error('To be installed first: apt-get install prosody lua-dbi-postgresql');
const { PORT, DATABASE_URL, HOME_DIR, ROSTERS } = process.env;
const sql = new URL(DATABASE_URL);
mkdirSync(HOME_DIR, { recursive: true });
const config = join(HOME_DIR, 'prosody.cfg.lua');
writeFileSync(
  config,
  `run_as_root = true
data_path = "${HOME_DIR}"
pidfile = "${HOME_DIR}/prosody.pid"
log = { { levels = { min = "error" }, to = "console" } }
modules_enabled = { "roster", "saslauth", "disco", "presence", "message", "iq" }
modules_disabled = { "s2s", "limits", "offline" }
interfaces = { "127.0.0.1" }
c2s_ports = { ${PORT} }
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "insecure"
insecure_open_authentication = "Yes please, I know what I'm doing!"
storage = { muc_log = "sql" }
sql = { driver = "PostgreSQL", host = "${sql.hostname}", port = ${sql.port}, database = "${sql.pathname.slice(1)}", username = "${sql.username}", password = "${sql.password}" }
VirtualHost "localhost"
Component "rooms.localhost" "muc"
  modules_enabled = { "muc_mam" }
  muc_room_locking = false
  muc_log_by_default = true
  muc_room_default_persistent = true
  muc_room_default_presence_broadcast = { visitor = false, participant = false, moderator = false }
`,
);
if (ROSTERS) {
  const folder = join(HOME_DIR, 'localhost', 'roster');
  mkdirSync(folder, { recursive: true });
  for (const [name, known] of Object.entries(JSON.parse(readFileSync(ROSTERS, 'utf8')))) {
    const entries = known.map((one) => `["${one}@localhost"] = { subscription = "both", groups = {} };\n`);
    writeFileSync(join(folder, `${name}.dat`), `return {\n[false] = { version = 1 };\n${entries.join('')}};\n`);
  }
}
// It becomes the server, so that its CPU is that of one process.
process.execve('/usr/bin/prosody', ['prosody', '-F', '--config', config], process.env);
