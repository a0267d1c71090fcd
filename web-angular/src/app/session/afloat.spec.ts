import { describe, expect, it } from 'vitest';
import { Afloat } from './afloat';

class Page {}

describe('a meeting that outlives its address', () => {
  it('is the same one when one comes back, and small while one is elsewhere', () => {
    const afloat = new Afloat();
    afloat.open(Page, 'abc');
    const kept = afloat.kept();
    afloat.shrink();
    expect(afloat.isSmall()).toBe(true);
    expect(afloat.kept()).toBe(kept);
    afloat.open(Page, 'abc');
    expect(afloat.isSmall()).toBe(false);
    expect(afloat.kept()).toBe(kept);
  });

  it('gives way to another meeting, and is forgotten once it is over', () => {
    const afloat = new Afloat();
    afloat.open(Page, 'abc');
    afloat.open(Page, 'xyz');
    expect(afloat.kept()).toEqual({ component: Page, code: 'xyz' });
    afloat.close();
    expect(afloat.kept()).toBeNull();
    afloat.open(Page, 'xyz');
    expect(afloat.kept()?.code).toBe('xyz');
  });
});
