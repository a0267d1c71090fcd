import { describe, expect, it } from 'vitest';
import { TestBed } from '@angular/core/testing';
import { Avatar, hueOf, initialsOf, pictureFor } from './avatar';

describe('avatars', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['  grace   brewster hopper ', 'GH'],
    ['Plato', 'P'],
    ['👩‍💻 Dev', '👩‍💻D'],
    ['', ''],
  ])('%s → %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

  it('take the small picture where it is enough, of ours', () => {
    expect(pictureFor('/pictures/0/1/512.webp', 40)).toBe('/pictures/0/1/96.webp');
    expect(pictureFor('/pictures/0/1/512.webp', 96)).toBe('/pictures/0/1/512.webp');
    expect(pictureFor('https://example.org/512.webp', 40)).toBe('https://example.org/512.webp');
    expect(pictureFor(null, 40)).toBeUndefined();
  });

  it('show initials where the picture cannot be shown, and the next picture again', () => {
    const fixture = TestBed.createComponent(Avatar);
    fixture.componentRef.setInput('name', 'Ada Lovelace');
    fixture.componentRef.setInput('url', 'data:,1');
    fixture.detectChanges();
    const host = fixture.nativeElement as HTMLElement;
    host.querySelector('img')?.dispatchEvent(new Event('error'));
    fixture.detectChanges();
    expect([host.querySelector('img'), host.textContent?.trim()]).toEqual([null, 'AL']);
    fixture.componentRef.setInput('url', 'data:,2');
    fixture.detectChanges();
    expect(host.querySelector('img')?.getAttribute('src')).toBe('data:,2');
  });

  it('give the same person the same hue, one of twelve', () => {
    expect(hueOf('usr_1')).toBe(hueOf('usr_1'));
    const hues = new Set(Array.from({ length: 200 }, (_, n) => hueOf(`usr_${n}`)));
    expect([...hues].every((hue) => hue % 30 === 0 && hue < 360)).toBe(true);
    expect(hues.size).toBe(12);
  });
});
