import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import { CreatedMeeting } from './created-meeting';
import { MoreWays } from './more-ways';

describe('more ways to meet', () => {
  let fixture: ComponentFixture<MoreWays>;
  const asked: unknown[] = [];

  beforeEach(async () => {
    asked.length = 0;
    const ask = async (_document: object, { input }: { input: unknown }) => {
      asked.push(input);
      return { createMeeting: { meeting: { code: 'abc', url: '', title: '' }, userErrors: [] } };
    };
    TestBed.configureTestingModule({
      providers: [
        provideRouter([{ path: '**', children: [] }]),
        { provide: Graph, useValue: { ask } },
        { provide: Session, useValue: { me: () => ({ displayName: 'Ada' }) } },
      ],
    });
    fixture = TestBed.createComponent(MoreWays);
    await fixture.whenStable();
  });

  const choose = async (words: string): Promise<void> => {
    fixture.nativeElement.querySelector('[aria-label="More ways to meet"]').click();
    await fixture.whenStable();
    const items = [...document.querySelectorAll<HTMLButtonElement>('[role=menuitem]')];
    items.find(({ textContent }) => textContent?.includes(words))?.click();
    await fixture.whenStable();
  };
  const isAt = (url: string): Promise<void> => vi.waitFor(() => expect(TestBed.inject(Router).url).toBe(url));

  it('now: makes one, and one at a time', async () => {
    const created = TestBed.inject(CreatedMeeting);
    await choose('Now');
    expect(asked).toEqual([{ title: 'Ada’s meeting' }]);
    expect(created.meeting()?.code).toBe('abc');
    await Promise.all([created.make(), created.make()]);
    expect(asked).toHaveLength(2);
  });

  it('at a time, or in a room that stays: leads to the form for it', async () => {
    await choose('Schedule');
    await isAt('/meetings/new');
    await choose('Permanent room');
    await isAt('/meetings/new?permanent=true');
    expect(asked).toEqual([]);
  });
});
