import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../../graph/graph';
import { Upload } from './upload';
import { Uploads } from './uploads';

/** What a browser's request does, for tests to decide. */
class FakeRequest extends EventTarget {
  static all: FakeRequest[] = [];
  readonly upload = new EventTarget();
  status = 0;
  body: unknown;
  opened: unknown[] = [];
  constructor() {
    super();
    FakeRequest.all.push(this);
  }
  open(...args: unknown[]): void {
    this.opened = args;
  }
  setRequestHeader(): void {
    // Nothing depends on it here.
  }
  send(body: unknown): void {
    this.body = body;
  }
  abort(): void {
    this.dispatchEvent(new Event('abort'));
  }
  sent(part: number): void {
    this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: part, total: 1 }));
  }
  answer(status: number): void {
    this.status = status;
    this.dispatchEvent(new Event('load'));
  }
}

describe('files that wait for a message', () => {
  const prepared = vi.fn();
  let uploads: Uploads;

  beforeEach(() => {
    FakeRequest.all = [];
    vi.stubGlobal('XMLHttpRequest', FakeRequest);
    URL.createObjectURL = () => 'blob:here';
    URL.revokeObjectURL = vi.fn();
    prepared.mockReset().mockImplementation(async ({ input }: { input: { name: string } }) => ({
      prepareUpload: { upload: { attachmentId: `att_${input.name}`, url: '/uploads/attachments/t' }, userErrors: [] },
    }));
    const ask = (_document: unknown, variables: never): Promise<unknown> => prepared(variables);
    TestBed.configureTestingModule({ providers: [{ provide: Graph, useValue: { ask } }] });
    uploads = TestBed.inject(Uploads);
  });
  const file = (name: string, words = 'words', type = 'text/plain'): File =>
    // The test's browser cannot read what it holds.
    Object.assign(new File([words], name, { type }), {
      arrayBuffer: async () => new TextEncoder().encode(words).buffer,
    });
  const first = (): Upload => uploads.of('cnv_1')[0] as Upload;
  const request = (): Promise<FakeRequest> =>
    vi.waitFor(() => {
      const last = FakeRequest.all.at(-1);
      if (!last) throw new Error('nothing was sent');
      return last;
    });

  it('are announced by their hash, tell how far they are, and are handed out once', async () => {
    uploads.add('cnv_1', [file('a.txt')]);
    const sent = await request();
    expect(prepared.mock.calls[0]?.[0].input).toEqual({
      conversationId: 'cnv_1',
      name: 'a.txt',
      type: 'text/plain',
      size: 5,
      sha256: 'dba36bffa5cab0f922d087a3aeb179f9d4e745df40b323e1b1471402848c8a3e',
    });
    expect(sent.opened).toEqual(['PUT', '/uploads/attachments/t']);
    sent.sent(0.5);
    expect(first()).toMatchObject({ state: 'sending', progress: 0.5 });
    expect(uploads.take('cnv_1')).toEqual([]);
    sent.answer(200);
    await vi.waitFor(() => expect(first().state).toBe('ready'));
    expect(uploads.of('cnv_2')).toEqual([]);
    expect(uploads.take('cnv_1')).toMatchObject([{ attachmentId: 'att_a.txt' }]);
    expect(uploads.of('cnv_1')).toEqual([]);
  });

  it('are cancelled in the middle of their way', async () => {
    uploads.add('cnv_1', [file('a.png', 'x', 'image/png')]);
    const sent = await request();
    const aborted = vi.fn();
    sent.addEventListener('abort', aborted);
    uploads.remove('cnv_1', first());
    expect(aborted).toHaveBeenCalledOnce();
    expect(uploads.of('cnv_1')).toEqual([]);
    expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:here');
  });

  it.each([
    [400, /broken/, undefined],
    [404, /did not arrive/, true],
    [503, /did not arrive/, true],
  ])(
    'say why they are not taken when the server answers %s, and are tried again where that helps',
    async (status, words, mayRetry) => {
      uploads.add('cnv_1', [file('a.txt')]);
      (await request()).answer(status);
      await vi.waitFor(() => expect(first()).toMatchObject({ state: 'failed', problem: expect.stringMatching(words) }));
      expect(first().mayRetry).toBe(mayRetry);
      if (!mayRetry) return;
      uploads.retry('cnv_1', first());
      await vi.waitFor(() => expect(FakeRequest.all).toHaveLength(2));
      FakeRequest.all[1]?.answer(200);
      await vi.waitFor(() => expect(first()).toMatchObject({ state: 'ready' }));
    },
  );

  it('say why they are refused before a byte is sent', async () => {
    const refused = { upload: null, userErrors: [{ code: 'BAD_USER_INPUT', message: 'large', field: ['size'] }] };
    prepared.mockResolvedValue({ prepareUpload: refused });
    uploads.add('cnv_1', [file('a.txt'), file('b.txt', '')]);
    await vi.waitFor(() =>
      expect(uploads.of('cnv_1').map(({ problem }) => problem)).toEqual([
        expect.stringContaining('too large'),
        expect.stringContaining('empty'),
      ]),
    );
    expect(FakeRequest.all).toEqual([]);
  });

  it('are ten at most', () => {
    uploads.add(
      'cnv_1',
      Array.from({ length: 11 }, (_, i) => file(`${i}.txt`)),
    );
    expect(uploads.of('cnv_1').map(({ state }) => state)).toEqual([...Array(10).fill('sending'), 'failed']);
  });
});
