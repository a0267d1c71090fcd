import { SIGNIFICANT, timeApart } from '@parley/testing';
import { expect, it } from 'vitest';
import { open } from './follower.ts';
import { organisation, person } from './presence-under-test.ts';
import { Scene } from './scene.ts';

/** Over both questions, half about people who are here and half about nobody: what issue 6 asks for. */
const SAMPLES = 10_000;

const scene = new Scene();
const org = organisation();
const mallory = person(org);
const absent = Array.from({ length: 10 }, () => person(org).sub);

/** People who are here, and whom Mallory does not know. */
async function strangers(): Promise<string[]> {
  const instance = scene.beating();
  const people = absent.map(() => person(org));
  for (const one of people) await instance.opens(one);
  return people.map(({ sub }) => sub);
}

it('takes as long for strangers who are here as for nobody: presences', async () => {
  const query = `query ($of: [ID!]!) { presences(userIds: $of) { availability } }`;
  const ask = async (id: string) => {
    const { data } = await scene.presence.ask(mallory, query, { of: [id] });
    expect(data.presences).toEqual([null]);
  };
  const asked = { there: await strangers(), absent, samples: SAMPLES / 2, ask };
  expect(Math.abs(await timeApart(asked))).toBeLessThan(SIGNIFICANT);
}, 300_000);

it('takes as long for strangers who are here as for nobody: presenceChanged', async () => {
  const ask = async (id: string) => {
    const answer = await open(scene.presence, mallory, [id]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  };
  const asked = { there: await strangers(), absent, samples: SAMPLES / 2, ask };
  expect(Math.abs(await timeApart(asked))).toBeLessThan(SIGNIFICANT);
}, 300_000);
