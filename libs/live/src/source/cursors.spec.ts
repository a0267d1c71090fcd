import { describe, expect, it } from 'vitest';
import { CursorMint } from './cursors.ts';

const mint = new CursorMint('one secret');

describe('cursors', () => {
  it('name a place in one topic and tell another epoch apart', () => {
    const cursor = mint.mint('a', 'epoch', 2 ** 40);
    expect(mint.read(cursor, 'a', 'epoch')).toEqual({ seq: 2 ** 40, isOfEpoch: true });
    expect(mint.read(cursor, 'a', 'another')).toEqual({ seq: 2 ** 40, isOfEpoch: false });
    expect(mint.read(mint.mint('a', 'epoch', 0), 'a', 'epoch').seq).toBe(0);
  });

  it('say nothing to whoever has no secret, and are short', () => {
    const cursor = mint.mint('chat.conversation.cnv_1', 'epoch', 7);
    expect(cursor).toMatch(/^[\w-]{55}$/);
    expect(mint.mint('chat.conversation.cnv_1', 'epoch', 7)).toBe(cursor);
  });

  it('are refused when any bit is another, when cut, when of another topic or secret', () => {
    const cursor = mint.mint('a', 'epoch', 7);
    const refused = { code: 'BAD_USER_INPUT' };
    for (let bit = 0; bit < 41 * 8; bit++) {
      const bytes = Buffer.from(cursor, 'base64url');
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => mint.read(bytes.toString('base64url'), 'a', 'epoch')).toThrow(expect.objectContaining(refused));
    }
    expect(() => mint.read(cursor, 'b', 'epoch')).toThrow(expect.objectContaining(refused));
    expect(() => mint.read(cursor.slice(0, -2), 'a', 'epoch')).toThrow(expect.objectContaining(refused));
    expect(() => mint.read('', 'a', 'epoch')).toThrow(expect.objectContaining(refused));
    expect(() => new CursorMint('another').read(cursor, 'a', 'epoch')).toThrow(expect.objectContaining(refused));
  });
});
