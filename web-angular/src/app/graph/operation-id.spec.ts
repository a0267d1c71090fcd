import { describe, expect, it } from 'vitest';
import { operationId } from './operation-id';

describe('operation ids', () => {
  it('are the same for the same document and variables, in any order', () => {
    expect(operationId('q', { a: 1, b: 2 })).toBe(operationId('q', { b: 2, a: 1 }));
  });

  it('do not depend on where one was', () => {
    expect(operationId('q', { a: 1, after: 'x' })).toBe(operationId('q', { a: 1, after: 'y' }));
    expect(operationId('q', { a: 1, after: 'x' })).toBe(operationId('q', { a: 1 }));
  });

  it('differ by document and by every other variable', () => {
    const ids = [
      operationId('q', { a: 1 }),
      operationId('p', { a: 1 }),
      operationId('q', { a: 2 }),
      operationId('q', { b: 1 }),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('do not clash over many conversations', () => {
    const ids = Array.from({ length: 20_000 }, (_, n) => operationId('q', { conversationId: `cnv_${n}` }));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
