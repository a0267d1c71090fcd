import { readStageEntry } from './stage-entry';

describe('the address of a stage page', () => {
  it('brings our credential in the fragment', () => {
    expect(readStageEntry({ hash: '#stg_abc', search: '' })).toEqual({
      by: 'credential',
      credential: 'stg_abc',
      layout: 'grid',
    });
  });

  it('brings what Egress says in the query', () => {
    const search = '?layout=speaker-light&url=wss%3A%2F%2Fmedia.example&token=ey.a.b';
    expect(readStageEntry({ hash: '', search })).toEqual({
      by: 'egress',
      url: 'wss://media.example',
      token: 'ey.a.b',
      layout: 'speaker',
    });
  });

  it('lets nobody in by half of it', () => {
    expect(readStageEntry({ hash: '', search: '?url=wss://media.example' })).toBeUndefined();
    expect(readStageEntry({ hash: '#', search: '' })).toBeUndefined();
  });
});
