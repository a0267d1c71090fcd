import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { follow } from './follower.ts';
import { InstanceDouble } from './instance-double.ts';
import { organisation, person } from './presence-under-test.ts';
import { Scene } from './scene.ts';

const scene = new Scene();
const org = organisation();

describe('an instance', () => {
  it('that crashes takes its devices along within 10 s, while another one beats', async () => {
    const [ada, bob] = [person(org), person(org)];
    const [doomed, healthy] = [scene.beating(), scene.beating()];
    await doomed.opens(ada);
    await healthy.opens(bob);
    const watchers = [await follow(scene.presence, ada), await follow(scene.presence, bob)] as const;
    const since = Date.now();
    doomed.crashes();
    const took = await watchers[0].until('OFFLINE', since);
    expect(took).toBeGreaterThan(5_000);
    expect(took).toBeLessThan(10_000);
    expect(watchers[1].words()).toEqual([]);
  });

  it('says nothing by its silence when all are silent', async () => {
    scene.silence();
    const [ada, bob] = [person(org), person(org)];
    const [one, other] = [scene.beating(), scene.beating()];
    await one.opens(ada);
    await other.opens(bob);
    const watchers = [await follow(scene.presence, ada), await follow(scene.presence, bob)] as const;
    [one, other].forEach((instance) => instance.crashes());
    await sleep(12_000);
    // One comes back first: the other one gets its time before it counts as dead.
    one.start();
    await sleep(5_000);
    expect(watchers.map((watcher) => watcher.words())).toEqual([[], []]);
    other.start();
    await sleep(5_000);
    expect(watchers.map((watcher) => watcher.words())).toEqual([[], []]);
  }, 30_000);

  it('that leaves hands its people over to another without a flicker', async () => {
    const [ada, bob] = [person(org), person(org)];
    const [old, young] = [scene.beating(), scene.beating()];
    await old.opens(ada);
    await old.opens(bob);
    const watchers = [await follow(scene.presence, ada), await follow(scene.presence, bob)] as const;
    const since = Date.now();
    old.crashes();
    await old.beat({ leaving: true });
    await young.opens(ada);
    const took = await watchers[1].until('OFFLINE', since);
    expect(took).toBeGreaterThan(2_400);
    expect(took).toBeLessThan(5_000);
    expect(watchers[0].words()).toEqual([]);
  });

  it('is asked for everything when it is not known, when a beat was lost, and when it speaks of what is not known', async () => {
    const [ada, bob] = [person(org), person(org)];
    const instance = new InstanceDouble(scene.presence);
    expect(await instance.beat({ all: undefined, opened: [] })).toBe(true);
    const socket = await instance.opens(ada);
    expect(instance.answers.at(-1)).toBe(false);
    expect(await instance.beat({ alive: [socket] })).toBe(false);
    expect(await instance.beat({ alive: ['unknown'] })).toBe(true);
    expect(await instance.beat()).toBe(false);
    const watcher = await follow(scene.presence, ada);
    instance.losesBeat();
    instance.forgets(socket);
    expect(await instance.beat()).toBe(true);
    const since = Date.now();
    await instance.opens(bob);
    scene.beating(instance);
    // What it did not say any more was closed.
    expect(await watcher.until('OFFLINE', since)).toBeLessThan(5_000);
    expect((await scene.shown(bob)).availability).toBe('ONLINE');
  });

  it('whose old beat arrives late changes nothing', async () => {
    const ada = person(org);
    const instance = new InstanceDouble(scene.presence);
    const socket = await instance.opens(ada);
    await instance.beat();
    const late = { beat: 1, closed: [{ connectionId: socket, signedOut: true }] };
    await instance.beat(late);
    expect((await scene.shown(ada)).availability).toBe('ONLINE');
  });

  it.each([
    ['no beat', {}],
    ['a beat of a fraction', { instanceId: 'x', beat: 0.5, opened: [], closed: [], alive: [] }],
    ['a device of nobody', { instanceId: 'x', beat: 1, opened: [{ connectionId: 'x' }], closed: [], alive: [] }],
  ])('that says %s is refused and nothing is changed', async (_, said) => {
    // Instances of other tests may be beating still: whose leases there are is compared, not when they beat.
    const leases = () =>
      scene.sql('SELECT instance_id, organisation_ids, (SELECT count(*) FROM device) FROM instance_lease ORDER BY 1');
    const before = await leases();
    const reply = await scene.presence.door.request('req.presence.device.beat.v1', JSON.stringify(said));
    expect(reply.json()).toMatchObject({ refused: { code: 'INTERNAL' } });
    expect(await leases()).toEqual(before);
  });
});
