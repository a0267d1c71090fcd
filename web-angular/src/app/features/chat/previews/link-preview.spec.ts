import { TestBed } from '@angular/core/testing';
import { describe, expect, it, vi } from 'vitest';
import { LinkPreview } from './link-preview';

const preview = {
  url: 'https://short.example/1',
  host: 'weather.example',
  title: 'The weather <b>today</b>',
  description: 'Rain and wind.',
  siteName: 'Sky',
};

describe('what a message leads to', () => {
  const show = async (inputs: Record<string, unknown> = {}) => {
    const fixture = TestBed.createComponent(LinkPreview);
    for (const [name, value] of Object.entries({ preview, ...inputs })) fixture.componentRef.setInput(name, value);
    await fixture.whenStable();
    return { fixture, shown: fixture.nativeElement as HTMLElement };
  };

  it('is a card that leads there, tells the page nothing and asks it for nothing', async () => {
    const { shown } = await show();
    const link = shown.querySelector('a');
    expect(link?.getAttribute('href')).toBe(preview.url);
    expect(link?.target).toBe('_blank');
    expect(link?.rel.split(' ').sort()).toEqual(['nofollow', 'noopener', 'noreferrer']);
    expect(link?.textContent).toContain('The weather <b>today</b>');
    expect(link?.textContent).toContain('weather.example');
    expect(shown.querySelector('img, iframe, b')).toBeNull();
  });

  it('goes nowhere but to a page', async () => {
    const { shown } = await show({ preview: { ...preview, url: 'javascript:alert(1)' } });
    expect(shown.querySelector('a')?.getAttribute('href')).toMatch(/^unsafe:/);
  });

  it('says who it is by its host alone where it says no more', async () => {
    const { shown } = await show({ preview: { ...preview, siteName: null, description: null } });
    expect(shown.textContent?.replace(/\s+/g, ' ').trim()).toBe('weather.exampleThe weather <b>today</b>');
  });

  it('is taken away by its author alone', async () => {
    expect((await show()).shown.querySelector('button')).toBeNull();
    const { fixture, shown } = await show({ mayRemove: true });
    const removed = vi.fn();
    fixture.componentInstance.remove.subscribe(removed);
    const button = shown.querySelector('button');
    expect(button?.getAttribute('aria-label')).toBe('Remove the preview for everybody');
    button?.click();
    expect(removed).toHaveBeenCalledOnce();
  });
});
