import { withClient } from '@parley/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { follow } from './follower.ts';
import { InstanceDouble } from './instance-double.ts';
import { eventually, organisation, person } from './presence-under-test.ts';
import { Scene } from './scene.ts';

const scene = new Scene();
const org = organisation();

describe('what is stored', () => {
  it('outlives a restart of the service without anybody being seen to go', async () => {
    const ada = person(org);
    const instance = scene.beating();
    await instance.opens(ada);
    const watcher = await follow(scene.presence, ada);
    await scene.presence.restart(() => sleep(3_000));
    await sleep(10_000);
    expect(watcher.words()).toEqual([]);
    expect((await scene.shown(ada)).availability).toBe('ONLINE');
  }, 30_000);

  it('is not trusted where the leases are lost: who has a device is found again, who has none is offline', async () => {
    const [ada, bob] = [person(org), person(org)];
    const [instance, gone] = [scene.beating(), new InstanceDouble(scene.presence)];
    await instance.opens(ada);
    await gone.opens(bob);
    const watcher = await follow(scene.presence, ada);
    // As after a crash of Postgres: unlogged tables are empty.
    await scene.sql('TRUNCATE device, instance_lease, ended_session');
    const since = Date.now();
    await eventually(async () => expect((await scene.shown(bob)).availability).toBe('OFFLINE'), 20_000);
    expect(Date.now() - since).toBeLessThan(15_000);
    expect((await scene.shown(ada)).availability).toBe('ONLINE');
    expect(watcher.words()).toEqual([]);
  }, 30_000);

  it('of one organisation is hidden from another, by row-level security', async () => {
    const [ada, far] = [person(org), person(organisation())];
    const instance = scene.beating();
    await instance.opens(ada);
    await instance.opens(far);
    const devices = await withClient(scene.presence.database.url, async (client) => {
      const none = await client.query('SELECT count(*)::int AS n FROM device');
      await client.query('BEGIN');
      await client.query(`SELECT set_config('parley.organisation_id', $1, true)`, [far.org.slice(4)]);
      const { rows } = await client.query('SELECT user_id FROM device UNION ALL SELECT user_id FROM presence');
      await client.query('ROLLBACK');
      return { none: none.rows[0].n, theirs: rows.map((row: { user_id: string }) => row.user_id.replaceAll('-', '')) };
    });
    expect(devices).toEqual({ none: 0, theirs: [far.sub.slice(4), far.sub.slice(4)] });
    const open = await scene.sql(
      `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
       WHERE c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
    );
    expect(open).toEqual([{ relname: 'outbox' }]);
  });
});
