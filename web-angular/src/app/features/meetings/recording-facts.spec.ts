import { describe, expect, it } from 'vitest';
import { sizeWords } from '../../ui/size-words';
import { recordedCause, recordedWords } from './recording-facts';

describe('what a record says of a recording', () => {
  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [1_000, '1 kB'],
    [12_345_678, '12.3 MB'],
    [5_000_000_000, '5 GB'],
  ])('%d bytes are %s', (bytes, words) => {
    expect(sizeWords(bytes, 'en')).toBe(words);
  });

  it('names a file that is gone before anything else', () => {
    expect(recordedWords({ state: 'READY', deletedAt: null })).toBe('Ready');
    expect(recordedWords({ state: 'READY', deletedAt: '2026-01-01T00:00:00Z' })).toMatch('Deleted');
  });

  it('says why only where there is a why', () => {
    expect(recordedCause({ cause: null })).toBeUndefined();
    expect(recordedCause({ cause: 'WORKERS_LOST' })).toMatch('ended early');
  });
});
