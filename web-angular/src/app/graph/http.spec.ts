import { afterEach, describe, expect, it, vi } from 'vitest';
import { TypedDocumentString } from './generated/graphql';
import { post } from './http';

const document = new TypedDocumentString<{ me: { id: string } | null }, Record<string, never>>('query { me { id } }');
const answer = (body: unknown, status = 200): void => {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })),
  );
};

describe('asking the graph', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('sends the document as text, the variables, and who asks', async () => {
    answer({ data: { me: { id: 'usr_1' } } });
    await expect(post(document, {}, 'Bearer x')).resolves.toEqual({ me: { id: 'usr_1' } });
    const [url, request] = vi.mocked(fetch).mock.calls[0]!;
    expect(url).toBe('/graphql');
    expect(JSON.parse(String(request?.body))).toEqual({ query: 'query { me { id } }', variables: {} });
    expect(request?.headers).toMatchObject({ authorization: 'Bearer x' });
  });

  it('throws the code of the graph', async () => {
    answer({ errors: [{ message: 'slow down', extensions: { code: 'RATE_LIMITED', retryAfterMs: 900 } }] }, 429);
    await expect(post(document, {})).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 900 });
  });

  it('reads a code outside the closed set as INTERNAL', async () => {
    answer({ errors: [{ message: '', extensions: { code: 'WHATEVER' } }] });
    await expect(post(document, {})).rejects.toMatchObject({ code: 'INTERNAL' });
  });

  it('gives what there is when a part of the graph is down', async () => {
    answer({ data: { me: { id: 'usr_1' } }, errors: [{ message: 'presence', extensions: { code: 'UNAVAILABLE' } }] });
    await expect(post(document, {})).resolves.toEqual({ me: { id: 'usr_1' } });
  });

  it('throws when errors left nothing at all', async () => {
    answer({ data: { me: null }, errors: [{ message: '', extensions: { code: 'UNAVAILABLE' } }] });
    await expect(post(document, {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('tells a dead network from a bad answer', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('failed'))),
    );
    await expect(post(document, {})).rejects.toMatchObject({ code: 'OFFLINE' });
    answer('<html>bad gateway</html>', 502);
    await expect(post(document, {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
