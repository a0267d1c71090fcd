import { idFrom, type OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { newId } from '@parley/persistence';
import { describe, expect, it } from 'vitest';
import { MessageBatcher, MOST_IN_BATCH, MOST_UNDER_WAY, type Outcome } from './message-batcher.ts';
import type { Message, Send } from './message.ts';

const here = idFrom('organisation', '1'.repeat(32));
const elsewhere = idFrom('organisation', '2'.repeat(32));
const conversationId = idFrom('conversation', '1'.repeat(32));
const memberId = idFrom('user', '1'.repeat(32));
const say = (body: string, nonce: string | null = null): Send => ({
  conversationId,
  memberId,
  nonce,
  saying: { body, replyToId: null, mentions: [], attachments: [] },
});
/** What Postgres answers when it refuses a statement. */
const refusedByPostgres = () => Object.assign(new Error('no'), { severity: 'ERROR', code: '23514' });

/** Batches as they come to be stored; each is stored when it is told to. */
class Store {
  readonly batches: { organisationId: OrganisationId; bodies: string[]; finish: (error?: Error) => void }[] = [];
  readonly batcher = new MessageBatcher((organisationId, sends) => this.take(organisationId, sends));

  get bodies(): string[][] {
    return this.batches.map(({ bodies }) => bodies);
  }

  /** Stores what has come, and what comes of that, until nothing is left. */
  async empty(fault: (bodies: string[]) => Error | undefined = () => undefined): Promise<void> {
    for (let i = 0; i < this.batches.length; i += 1) {
      const { bodies, finish } = this.batches[i] as Store['batches'][number];
      finish(fault(bodies));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private take(organisationId: OrganisationId, sends: readonly Send[]): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error) => (error ? reject(error) : resolve(sends.map(outcomeOf)));
      this.batches.push({ organisationId, bodies: sends.map(({ saying }) => saying.body), finish });
    });
  }
}

const outcomeOf = ({ saying: { body } }: Send): Outcome =>
  body === 'refused' ? Refused.notFound('conversation') : ({ id: newId('message'), body } as Message);

describe('group commit', () => {
  it('stores who is alone at once, and whoever comes meanwhile together, each with their own answer', async () => {
    const store = new Store();
    const said = ['a', 'b', 'refused', 'd'].map((body) => store.batcher.submit(here, say(body)));
    const answers = Promise.allSettled(said);
    expect(store.bodies).toEqual([['a']]);
    store.batches[0]?.finish();
    await said[0];
    store.batches[1]?.finish();
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await said[3])?.body).toBe('d');
    expect(store.bodies).toEqual([['a'], ['b', 'refused', 'd']]);
  });

  it('lets no organisation wait for another one', async () => {
    const store = new Store();
    const said = [store.batcher.submit(here, say('a')), store.batcher.submit(elsewhere, say('b'))];
    expect(store.batches.map(({ organisationId }) => organisationId)).toEqual([here, elsewhere]);
    await store.empty();
    await Promise.all(said);
  });

  it('puts two of one nonce into two batches, the second after the first', async () => {
    const store = new Store();
    const said = [say('first'), say('once', 'n'), say('other', 'm'), say('again', 'n')];
    const answers = said.map((send) => store.batcher.submit(here, send));
    await store.empty();
    await Promise.all(answers);
    expect(store.bodies).toEqual([['first'], ['once', 'other'], ['again']]);
  });

  it('is bounded: messages of a batch, their size, and all that are under way', async () => {
    const store = new Store();
    const big = 'x'.repeat(600_000);
    const bodies = ['first', ...Array.from({ length: MOST_IN_BATCH + 1 }, () => 'm'), big, big];
    const fill = Array.from({ length: MOST_UNDER_WAY - bodies.length }, () => 'n');
    const said = [...bodies, ...fill].map((body) => store.batcher.submit(here, say(body)));
    await expect(store.batcher.submit(here, say('too much'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await store.empty();
    await Promise.all(said);
    expect(store.bodies.slice(0, 4).map((batch) => batch.length)).toEqual([1, MOST_IN_BATCH, 2, MOST_IN_BATCH]);
    expect(store.bodies[2]).toEqual(['m', big]);
    const after = store.batcher.submit(here, say('room again'));
    await store.empty();
    expect((await after)?.body).toBe('room again');
  });

  it('tries each once more, apart, of what Postgres refuses', async () => {
    const store = new Store();
    const answers = Promise.allSettled(
      ['first', 'a', 'poison', 'b'].map((body) => store.batcher.submit(here, say(body))),
    );
    await store.empty((bodies) => (bodies.includes('poison') ? refusedByPostgres() : undefined));
    expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(store.bodies).toEqual([['first'], ['a', 'poison', 'b'], ['a'], ['poison'], ['b']]);
  });

  it('never stores again what may be stored: a batch whose COMMIT is unknown fails whole', async () => {
    const store = new Store();
    const said = ['first', 'a', 'b'].map((body) => store.batcher.submit(here, say(body)));
    const unknown = new Refused('UNAVAILABLE', 'The database cannot be reached.');
    const answers = Promise.allSettled(said.slice(1));
    await store.empty((bodies) => (bodies.length > 1 ? unknown : undefined));
    expect(await answers).toMatchObject([{ reason: unknown }, { reason: unknown }]);
    expect(store.bodies).toEqual([['first'], ['a', 'b']]);
  });
});
