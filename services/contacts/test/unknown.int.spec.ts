import { newId } from '@parley/persistence';
import { SIGNIFICANT, timeApart } from '@parley/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuthDouble } from './auth-double.ts';
import { OTHER_ORGANISATION, somebody, startContacts, type TestPerson, type World } from './world.ts';

/** Over all questions, half about what is there and half about what is not: what issue 6 asks for. */
const SAMPLES = 10_000;

let world: World;
let mallory: TestPerson;
const [requests, far]: [string[], string[]] = [[], []];
beforeAll(async () => {
  world = await startContacts();
  const auth = await AuthDouble.start(world);
  const ada = somebody('Ada');
  mallory = somebody('Mallory');
  auth.knows(ada, mallory);
  const query = `mutation ($input: RequestContactInput!) { requestContact(input: $input) { request { id } } }`;
  for (let nth = 0; nth < 10; nth += 1) {
    const [other, elsewhere] = [
      somebody(`Other ${nth}`, `other${nth}@example.org`),
      somebody('Far', `far${nth}@example.org`, OTHER_ORGANISATION),
    ];
    auth.knows(other, elsewhere);
    far.push(elsewhere.userId);
    requests.push((await world.ask(ada, query, { input: { userId: other.userId } })).data.requestContact.request.id);
  }
});
afterAll(() => world?.stop());

const QUESTIONS: [name: string, kind: 'contactRequest' | 'user', inputOf: (id: string) => object][] = [
  ['respondToContactRequest', 'contactRequest', (requestId) => ({ requestId, accept: true })],
  ['withdrawContactRequest', 'contactRequest', (requestId) => ({ requestId })],
  ['blockUser', 'user', (userId) => ({ userId })],
  ['requestContact', 'user', (userId) => ({ userId })],
];

it.each(QUESTIONS)(
  'takes as long for what one may not know of as for what is not there: %s',
  async (name, kind, inputOf) => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { answer: ${name}(input: $input) { userErrors { code } } }`;
    const ask = async (id: string) => {
      const { data } = await world.ask(mallory, query, { input: inputOf(id) });
      expect(data.answer.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
    };
    const there = kind === 'user' ? far : requests;
    const asked = { there, absent: there.map(() => newId(kind)), samples: SAMPLES / QUESTIONS.length, ask };
    expect(Math.abs(await timeApart(asked))).toBeLessThan(SIGNIFICANT);
  },
  300_000,
);
