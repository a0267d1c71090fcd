import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../../graph/graph';
import { ScheduleForm } from './schedule-form';

describe('the form of a schedule', () => {
  let fixture: ComponentFixture<ScheduleForm>;
  const asked: Record<string, unknown>[] = [];
  let refusals: { code: string; message: string; field: string[] }[] = [];

  beforeEach(async () => {
    asked.length = 0;
    refusals = [];
    const ask = async (_document: object, { input }: { input: Record<string, unknown> }) => {
      asked.push(input);
      const meeting = refusals.length ? null : { id: 'mtg_1', code: 'abc' };
      return { createMeeting: { meeting, userErrors: refusals } };
    };
    TestBed.configureTestingModule({
      providers: [provideRouter([{ path: '**', children: [] }]), { provide: Graph, useValue: { ask } }],
    });
  });

  const open = async (permanent?: string): Promise<void> => {
    fixture = TestBed.createComponent(ScheduleForm);
    fixture.componentRef.setInput('permanent', permanent);
    document.body.append(fixture.nativeElement);
    await fixture.whenStable();
    type('title', 'Review');
  };
  const field = (name: string): HTMLInputElement | null =>
    fixture.nativeElement.querySelector(`.input[name="${name}"]`);
  const type = (name: string, value: string): void => {
    const input = field(name)!;
    input.value = value;
    input.dispatchEvent(new Event('input'));
  };
  const submit = async (): Promise<void> => {
    await fixture.whenStable();
    fixture.nativeElement.querySelector('[type=submit]').click();
    await fixture.whenStable();
  };
  const errorAt = (name: string): string | undefined =>
    document.getElementById(field(name)?.getAttribute('aria-describedby') ?? '')?.textContent?.trim();

  it('asks for a permanent room without a time, with room for so many', async () => {
    await open();
    expect(field('day')).not.toBeNull();
    fixture.nativeElement.querySelector('input[type=checkbox]').click();
    await fixture.whenStable();
    for (const name of ['day', 'time', 'duration', 'timeZone', 'repeat']) expect(field(name)).toBeNull();
    expect(fixture.nativeElement.querySelector('[type=submit]').textContent).toContain('Create room');
    type('mostPeople', '12');
    await submit();
    expect(asked).toMatchObject([{ title: 'Review', isPermanent: true, mostPeople: 12 }]);
    expect(asked[0]).not.toHaveProperty('startsAt');
    await vi.waitFor(() => expect(TestBed.inject(Router).url).toBe('/meetings/abc'));
  });

  it('begins with a permanent room where one came for that', async () => {
    await open('true');
    expect(fixture.nativeElement.querySelector('input[type=checkbox]').checked).toBe(true);
    expect(field('day')).toBeNull();
  });

  it('says at its field that so many people are refused, and goes there', async () => {
    const message = 'A meeting has room for 1 to 10000 people.';
    refusals = [{ code: 'BAD_USER_INPUT', message, field: ['input', 'mostPeople'] }];
    await open();
    type('mostPeople', '20000');
    await submit();
    expect(asked).toMatchObject([{ mostPeople: 20_000 }]);
    expect(errorAt('mostPeople')).toBe(message);
    expect(document.activeElement).toBe(field('mostPeople'));
    type('mostPeople', '20');
    await fixture.whenStable();
    expect(field('mostPeople')?.getAttribute('aria-invalid')).toBeNull();
  });

  it('asks nothing where it is no whole number', async () => {
    await open();
    type('mostPeople', '2.5');
    await submit();
    expect(asked).toEqual([]);
    expect(errorAt('mostPeople')).toBe('Type a whole number.');
  });
});
