import { TestBed } from '@angular/core/testing';
import { LinkCopier } from './link-copier';
import { Toaster } from './toaster';

async function copying(link: string, write: (text: string) => Promise<void>): Promise<string[]> {
  vi.stubGlobal('navigator', { clipboard: { writeText: write } });
  await TestBed.inject(LinkCopier).copy(link, link, 'By hand, please.');
  return TestBed.inject(Toaster)
    .toasts()
    .map(({ text }) => text);
}
afterEach(() => vi.unstubAllGlobals());

it('copies, and says no more of a link that others can open', async () => {
  const copied: string[] = [];
  expect(await copying('https://meet.example/m/abc', async (text) => void copied.push(text))).toEqual(['Link copied']);
  expect(copied).toEqual(['https://meet.example/m/abc']);
});

it('says of a link to localhost that it works only here, and how to share', async () => {
  const [said] = await copying('http://localhost:4000/m/abc', async () => undefined);
  expect(said).toContain('Works only on this computer');
  expect(said).toContain('npm start -- --share');
});

it('says what to do where the browser does not allow it', async () => {
  expect(await copying('http://localhost:4000/m/abc', () => Promise.reject(new Error('denied')))).toEqual([
    'By hand, please.',
  ]);
});
