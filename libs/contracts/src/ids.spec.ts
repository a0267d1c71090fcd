import { describe, expect, it } from 'vitest';
import { idFrom, idSchema, kindOfId, parseId, uuidOf } from './ids.ts';

const uuid = '0192f0c1-7a3b-7c4d-8e5f-0123456789ab';

describe('public ids', () => {
  it('round-trip a uuid from Postgres', () => {
    const id = idFrom('user', uuid);
    expect(id).toBe('usr_0192f0c17a3b7c4d8e5f0123456789ab');
    expect(uuidOf(id)).toBe(uuid.replaceAll('-', ''));
    expect(parseId('user', id)).toBe(id);
  });

  it('refuse another kind, other letters and other lengths', () => {
    const id = idFrom('user', uuid);
    expect(parseId('message', id)).toBeUndefined();
    expect(parseId('user', id.toUpperCase())).toBeUndefined();
    expect(parseId('user', `${id}0`)).toBeUndefined();
    expect(parseId('user', `${id}\n`)).toBeUndefined();
    expect(idSchema('user').safeParse('usr_1').success).toBe(false);
  });

  it('tell their kind', () => {
    expect(kindOfId(idFrom('meeting', uuid))).toBe('meeting');
    expect(kindOfId('hello')).toBeUndefined();
  });
});
