import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { follow } from './follower.ts';
import { organisation, person } from './presence-under-test.ts';
import { Scene } from './scene.ts';

const scene = new Scene();
const org = organisation();

describe.concurrent('a device that nobody touches', () => {
  it('makes its owner away when it is the last one in use, and is back at once', async () => {
    const ada = person(org);
    const [one, other] = [scene.beating(), scene.beating()];
    const [laptop, phone] = [await one.opens(ada), await other.opens(ada)];
    const [watcher, begun] = [await follow(scene.presence, ada), Date.now()];
    await one.idles(laptop, true);
    await sleep(200);
    expect(watcher.words()).toEqual([]);
    await other.idles(phone, true);
    await watcher.until('AWAY', begun);
    const since = Date.now();
    await one.idles(laptop, false);
    expect(await watcher.until('ONLINE', since)).toBeLessThan(500);
    // The one in use goes: the idle one is left.
    await one.closes(laptop, true);
    await watcher.until('AWAY', since);
    expect(watcher.words()).toEqual(['AWAY', 'ONLINE', 'AWAY']);
  });

  it('opens as it is, and is told again with everything', async () => {
    const ada = person(org);
    const instance = scene.beating();
    const socket = await instance.opens(ada, true);
    expect((await scene.shown(ada)).availability).toBe('AWAY');
    // What says that somebody is back is lost on the way: the next beat carries everything.
    instance.losesBeat();
    await instance.idles(socket, false);
    await instance.beat();
    expect((await scene.shown(ada)).availability).toBe('ONLINE');
    const before = await scene.sql('SELECT revision FROM presence WHERE user_id = $1', [ada.sub.slice(4)]);
    await instance.idles(socket, false);
    expect(await scene.sql('SELECT revision FROM presence WHERE user_id = $1', [ada.sub.slice(4)])).toEqual(before);
  });

  it('changes nothing of another instance’s, nor of another organisation’s', async () => {
    const [ada, far] = [person(org), person(organisation())];
    const [one, other] = [scene.beating(), scene.beating()];
    const socket = await one.opens(ada);
    await other.opens(far);
    await other.idles(socket, true);
    expect((await scene.shown(ada)).availability).toBe('ONLINE');
  });
});
