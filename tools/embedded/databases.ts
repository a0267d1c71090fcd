import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** What auth and contacts search with. */
export const EXTENSIONS = ['pg_trgm', 'unaccent', 'citext'];
/** The services whose migrations may count on the extensions; a role that is no superuser cannot make all of them. */
export const EXTENDED = ['auth', 'contacts'];

/** One service's database and the role that owns it and nothing else. */
export interface ServiceDatabase {
  service: string;
  name: string;
  role: string;
  password: string;
}

/**
 * The database and role of a service: `parley_media_gateway` for `media-gateway`.
 *
 * @param suffix tells one of many databases of a service from the others, in tests
 */
export function serviceDatabase(service: string, password: string, suffix = ''): ServiceDatabase {
  const name = `parley_${service.replaceAll('-', '_')}${suffix}`;
  return { service, name, role: name, password };
}

/**
 * Makes the role and the database of a service as they should be, whatever is there already.
 *
 * @param superuserUrl postgres:// address of the superuser, with any database
 */
export async function makeDatabase(superuserUrl: string, database: ServiceDatabase): Promise<void> {
  const role = escapeIdentifier(database.role);
  const name = escapeIdentifier(database.name);
  await withClient(superuserUrl, async (client) => {
    const roles = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [database.role]);
    await client.query(
      `${roles.rowCount ? 'ALTER' : 'CREATE'} ROLE ${role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD ${escapeLiteral(database.password)}`,
    );
    const databases = await client.query('SELECT FROM pg_database WHERE datname = $1', [database.name]);
    if (!databases.rowCount) await client.query(`CREATE DATABASE ${name} OWNER ${role}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  });
  if (!EXTENDED.includes(database.service)) return;
  const address = new URL(superuserUrl);
  address.pathname = database.name;
  await withClient(address.href, async (client) => {
    for (const extension of EXTENSIONS) await client.query(`CREATE EXTENSION IF NOT EXISTS ${extension}`);
  });
}

/** The address by which a service reaches its database. */
export function databaseUrl(database: ServiceDatabase, port: number): string {
  return `postgres://${database.role}:${database.password}@127.0.0.1:${port}/${database.name}`;
}

/** Runs some work on one connection. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
