import { assetsIn, isApp, wayOf, type Way } from './rules';

const HERE = 'https://meet.example';

it.each<[string, Partial<Pick<Request, 'method' | 'mode'>>, Way]>([
  ['/', { mode: 'navigate' }, 'page'],
  ['/m/abc-defg-hij?x=1', { mode: 'navigate' }, 'page'],
  ['/meetings', { mode: 'navigate' }, 'page'],
  ['/graphql', { mode: 'navigate' }, 'network'],
  ['/graphql?query=%7Bme%7D', {}, 'network'],
  ['/graphql', { method: 'POST' }, 'network'],
  ['/graphqls', { mode: 'navigate' }, 'page'],
  ['/schema.graphql', { mode: 'navigate' }, 'network'],
  ['/recordings/rec_1?signature=x', { mode: 'navigate' }, 'network'],
  ['/rtc/validate?access_token=x', {}, 'network'],
  ['/.well-known/jwks.json', {}, 'network'],
  ['/chunk-CtceHv-W.js', {}, 'asset'],
  ['/main-ABCD1234.js', {}, 'asset'],
  ['/styles-B0puBW91.css', {}, 'asset'],
  ['/main-ABCD1234.js', { method: 'HEAD' }, 'network'],
  ['/sw.js', {}, 'network'],
  ['/something-longnames.js', {}, 'network'],
  ['/icon.svg', {}, 'asset'],
  ['/icons/icon-192.png', {}, 'asset'],
  ['/pictures/usr_1.png', {}, 'network'],
  ['/manifest.webmanifest', {}, 'network'],
])('%s %o goes %s', (path, more, way) => {
  expect(wayOf({ method: 'GET', mode: 'cors', url: HERE + path, ...more }, HERE)).toBe(way);
});

it('leaves other origins alone', () => {
  expect(wayOf({ method: 'GET', mode: 'cors', url: 'https://other.example/main-ABCD1234.js' }, HERE)).toBe('network');
});

it('finds what the page is drawn with, once each, and nothing of elsewhere', () => {
  const html = `<link rel="icon" href="icon.svg"><link rel="manifest" href="manifest.webmanifest">
    <link rel="stylesheet" href="styles-B0puBW91.css"><link rel="modulepreload" href="chunk-CtceHv-W.js">
    <script src="main-ABCD1234.js" type="module"></script><link rel="modulepreload" href="/chunk-CtceHv-W.js">
    <script src="https://other.example/x.js"></script><a href="/meetings">Meetings</a>`;
  expect(assetsIn(html)).toEqual(['/icon.svg', '/styles-B0puBW91.css', '/chunk-CtceHv-W.js', '/main-ABCD1234.js']);
});

it('knows its own page from a proxy’s', () => {
  expect(isApp('<!doctype html><body><parley-root></parley-root></body>')).toBe(true);
  expect(isApp('<!doctype html><h1>Sign in to the Wi-Fi</h1>')).toBe(false);
});
