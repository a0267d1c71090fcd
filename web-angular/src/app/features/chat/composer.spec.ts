import { TestBed } from '@angular/core/testing';
import { ComponentFixture } from '@angular/core/testing';
import { signal } from '@angular/core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../graph/graph';
import { Composer } from './composer';
import { shownOf, Upload } from './attachments/upload';
import { Uploads } from './attachments/uploads';
import { Written } from './occasion';
import { stored } from './testing/stored';
import { Thread } from './thread';

const people = ['Ben Hur', 'Bea', 'Cy'].map((displayName) => ({ userId: displayName, displayName, avatarUrl: null }));

describe('the composer', () => {
  let fixture: ComponentFixture<Composer>;
  const sent: Written[] = [];
  const waiting = signal<readonly Upload[]>([]);
  const ask = vi.fn(async () => ({
    conversation: { members: { nodes: people, pageInfo: { hasNextPage: false, endCursor: null } } },
  }));

  beforeEach(async () => {
    sessionStorage.clear();
    sent.length = 0;
    TestBed.configureTestingModule({
      providers: [
        { provide: Graph, useValue: { ask } },
        { provide: Uploads, useValue: { of: () => waiting(), take: () => waiting() } },
        { provide: Thread, useValue: { place: { conversationId: 'cnv_1' }, myId: signal('me') } },
      ],
    });
    fixture = TestBed.createComponent(Composer);
    fixture.componentRef.setInput('conversationId', 'cnv_1');
    fixture.componentInstance.send.subscribe((written) => sent.push(written));
    await fixture.whenStable();
  });
  const box = (): HTMLTextAreaElement => fixture.nativeElement.querySelector('textarea');
  const options = (): string[] =>
    [...fixture.nativeElement.querySelectorAll('[role=option]')].map((one) => one.textContent.trim().slice(-7).trim());
  const write = async (text: string): Promise<void> => {
    box().value = text;
    box().setSelectionRange(text.length, text.length);
    box().dispatchEvent(new Event('input'));
    await fixture.whenStable();
  };
  const press = async (key: string): Promise<KeyboardEvent> => {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true });
    box().dispatchEvent(event);
    await fixture.whenStable();
    return event;
  };

  it('offers members behind an @, by keyboard, and sends whom one chose', async () => {
    await write('hey @b');
    expect(options()).toEqual(['Ben Hur', expect.stringContaining('Bea')]);
    expect(box().getAttribute('aria-controls')).toBe('mention-list');
    await press('ArrowDown');
    expect(
      fixture.nativeElement.querySelector(`#${box().getAttribute('aria-activedescendant')}`).textContent,
    ).toContain('Bea');
    await press('ArrowUp');
    await press('Enter');
    expect(box().value).toBe('hey @Ben Hur ');
    expect(options()).toEqual([]);
    expect(sent).toEqual([]);
    await press('Enter');
    expect(sent).toMatchObject([{ body: 'hey @Ben Hur', mentions: [{ userId: 'Ben Hur' }] }]);
    expect(box().value).toBe('');
  });

  it('lets go of the offers by Escape, and sends the words as they are', async () => {
    await write('@b');
    await press('Escape');
    expect(options()).toEqual([]);
    await write('@be');
    expect(options()).toEqual([]);
    await press('Enter');
    expect(sent).toMatchObject([{ body: '@be', mentions: [] }]);
  });

  it('changes a message without losing the draft, and keeps whom it mentions', async () => {
    await write('a draft');
    const message = { ...stored(1, 'old words @Cy'), mentions: [people[2]!] };
    fixture.componentRef.setInput('occasion', { kind: 'edit', message });
    await fixture.whenStable();
    expect(box().value).toBe('old words @Cy');
    await write('new words @Cy');
    await press('Enter');
    expect(sent).toMatchObject([{ body: 'new words @Cy', mentions: [{ userId: 'Cy' }] }]);
    fixture.componentRef.setInput('occasion', undefined);
    await fixture.whenStable();
    expect(box().value).toBe('a draft');
  });

  it('asks for the last message by ArrowUp when it is empty alone, and gives an answer up by Escape', async () => {
    const asked = vi.fn();
    const cancelled = vi.fn();
    fixture.componentInstance.editLast.subscribe(asked);
    fixture.componentInstance.cancelled.subscribe(cancelled);
    await write('x');
    await press('ArrowUp');
    expect(asked).not.toHaveBeenCalled();
    await write('');
    expect((await press('ArrowUp')).defaultPrevented).toBe(true);
    expect(asked).toHaveBeenCalledOnce();
    fixture.componentRef.setInput('occasion', { kind: 'reply', message: stored(1, 'what it answers') });
    await fixture.whenStable();
    expect(fixture.nativeElement.textContent).toContain('what it answers');
    await press('Escape');
    expect(cancelled).toHaveBeenCalledOnce();
  });

  describe('with files', () => {
    const attached: (readonly File[])[] = [];
    const upload = (state: Upload['state']): Upload => ({
      key: 'k',
      file: new File(['x'], 'a.txt', { type: 'text/plain' }),
      state,
      progress: 0,
      previewUrl: null,
      width: null,
      height: null,
      attachmentId: 'att_1',
    });
    const wait = async (state: Upload['state']): Promise<void> => {
      waiting.set([upload(state)]);
      await fixture.whenStable();
    };
    const button = (name: string): HTMLButtonElement => fixture.nativeElement.querySelector(`[aria-label="${name}"]`);
    beforeEach(async () => {
      attached.length = 0;
      waiting.set([]);
      fixture.componentRef.setInput('mayAttach', true);
      fixture.componentInstance.attach.subscribe((files) => attached.push(files));
      await fixture.whenStable();
    });

    it('sends them without words once they are there, and not before', async () => {
      await press('Enter');
      await wait('sending');
      expect(button('Send').getAttribute('aria-disabled')).toBe('true');
      await write('look');
      await press('Enter');
      expect(sent).toEqual([]);
      await write('');
      await wait('ready');
      await press('Enter');
      expect(sent).toMatchObject([{ body: '', attachments: [{ id: 'att_1', name: 'a.txt', size: 1 }] }]);
    });

    it('takes pictures that are pasted, and leaves words alone', async () => {
      const picture = new File(['x'], 'shot.png', { type: 'image/png' });
      const paste = (types: string[]): boolean => {
        const clipboardData = { files: [picture], types };
        const event = Object.assign(new Event('paste', { cancelable: true }), { clipboardData });
        box().dispatchEvent(event);
        return event.defaultPrevented;
      };
      expect(paste(['text/plain', 'Files'])).toBe(false);
      expect(attached).toEqual([]);
      expect(paste(['Files'])).toBe(true);
      expect(attached).toEqual([[picture]]);
    });

    it('has no way to attach where one may not', async () => {
      expect(button('Attach files')).not.toBeNull();
      fixture.componentRef.setInput('mayAttach', false);
      await wait('ready');
      expect(button('Attach files')).toBeNull();
      await press('Enter');
      expect(sent).toEqual([]);
    });

    it('lets the words of a message with files be taken out', async () => {
      const attachments = [shownOf(upload('ready'))];
      const message = { ...stored(1, 'old words'), attachments };
      fixture.componentRef.setInput('occasion', { kind: 'edit', message });
      fixture.componentRef.setInput('mayAttach', false);
      await fixture.whenStable();
      await write('');
      await press('Enter');
      expect(sent).toMatchObject([{ body: '', attachments: [] }]);
    });
  });
});
