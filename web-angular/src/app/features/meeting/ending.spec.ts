import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { expect, it } from 'vitest';
import { Opening } from './early/opening';
import { Ending } from './ending';
import { MeetingStore } from './meeting-store';

it.each([
  ['a permanent room', true, 'Rejoin', 'This room stays. Come back whenever you like.'],
  ['any other meeting', false, '', 'Start a new one from Home whenever you like.'],
])('the end of %s says whether there is a way back', async (_which, isPermanent, way, text) => {
  const store = { meeting: signal({ code: 'abc', isPermanent }), isGuest: signal(false), problem: signal(null) };
  TestBed.configureTestingModule({ providers: [provideRouter([]), { provide: MeetingStore, useValue: store }] });
  TestBed.overrideComponent(Ending, { set: { providers: [{ provide: Opening, useValue: {} }] } });
  const fixture = TestBed.createComponent(Ending);
  fixture.componentRef.setInput('phase', 'ended');
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  expect(page.querySelector('button')?.textContent?.trim() ?? '').toBe(way);
  expect(page.textContent).toContain(text);
});
