import { worksOnlyHere } from './only-here';

it.each([
  ['http://localhost:4000/m/abc', true],
  ['http://parley.localhost/m/abc', true],
  ['http://127.0.0.1:4000/', true],
  ['http://127.8.9.1/', true],
  ['http://[::1]:4000/', true],
  ['https://192.168.1.17:4000/m/abc', false],
  ['https://meet.example/m/abc', false],
  ['https://localhost.example/', false],
])('%s works only here: %s', (link, isSo) => {
  expect(worksOnlyHere(link)).toBe(isSo);
});
