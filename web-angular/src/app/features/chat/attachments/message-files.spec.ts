import { TestBed } from '@angular/core/testing';
import { signal } from '@angular/core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../../graph/graph';
import { emptyLog, merge, MessageLog } from '../message-log';
import { stored } from '../testing/stored';
import { Thread } from '../thread';
import { FreshLinks, isOver } from './fresh-links';
import { MessageFiles } from './message-files';
import { Attachment } from './upload';

const link = (id: string, hours: number): string =>
  `/files/o/${id}/file?expires=${Math.floor(Date.now() / 1000) + hours * 3600}&signature=s`;
const picture = (hours = 1): Attachment => ({
  id: 'att_1',
  name: 'plan.png',
  type: 'image/png',
  size: 2_500_000,
  url: link('1', hours),
  previewUrl: link('1p', hours),
  width: 1600,
  height: 900,
});
const notes = (hours = 1): Attachment => ({
  ...picture(hours),
  id: 'att_2',
  name: 'notes.txt',
  type: 'text/plain',
  url: link('2', hours),
  previewUrl: null,
  width: null,
  height: null,
});

describe('the files of a message', () => {
  const log = signal<MessageLog>(emptyLog);
  const ask = vi.fn(async () => ({ node: { id: 'msg_1', attachments: [picture(), notes()] } }));
  const thread = {
    place: {},
    retry: vi.fn(),
    find: () => log().stored[0],
    change: (apply: (log: MessageLog) => MessageLog) => log.update(apply),
  };
  const show = async (files: readonly Attachment[]) => {
    log.set(merge(emptyLog, [{ ...stored(1), attachments: [...files] }]));
    const fixture = TestBed.createComponent(MessageFiles);
    fixture.componentRef.setInput('files', files);
    fixture.componentRef.setInput('messageId', 'msg_1');
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  };

  beforeEach(() => {
    ask.mockClear();
    TestBed.configureTestingModule({
      providers: [FreshLinks, { provide: Graph, useValue: { ask } }, { provide: Thread, useValue: thread }],
    });
  });

  it('are previews that have their size before they are there, and rows with name and size', async () => {
    const shown = await show([picture(), notes()]);
    const image = shown.querySelector('img');
    expect(image?.getAttribute('alt')).toBe('plan.png');
    expect([image?.width, image?.height]).toEqual([360, 203]);
    expect(shown.querySelector('button')?.getAttribute('aria-label')).toBe('Open picture plan.png');
    const row = shown.querySelector('a');
    expect(row?.textContent).toMatch(/notes\.txt\s*2\.5 MB/);
    expect(row?.download).toBe('notes.txt');
  });

  it('open in a dialog that closes by Escape', async () => {
    const shown = await show([picture()]);
    shown.querySelector('button')?.click();
    await vi.waitFor(() => expect(document.querySelector('parley-picture-dialog img')).not.toBeNull());
    const dialog = document.querySelector('[role=dialog]');
    expect(dialog?.getAttribute('aria-label')).toBe('plan.png');
    dialog?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', keyCode: 27, bubbles: true }));
    await vi.waitFor(() => expect(document.querySelector('parley-picture-dialog')).toBeNull());
    expect(ask).not.toHaveBeenCalled();
  });

  it('ask for fresh links when theirs are over, once for each', async () => {
    const old = [picture(-1), notes(-1)];
    const shown = await show(old);
    const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue();
    const click = new MouseEvent('click', { cancelable: true, bubbles: true });
    shown.querySelector('a')?.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
    await vi.waitFor(() => expect(saved).toHaveBeenCalledOnce());
    expect(log().stored[0]?.attachments.map(({ url }) => isOver(url))).toEqual([false, false]);
    const image = shown.querySelector('img');
    for (let time = 0; time < 3; time += 1) image?.dispatchEvent(new Event('error'));
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
    saved.mockRestore();
  });

  it('go nowhere while they are on their way', async () => {
    const shown = await show([{ ...notes(), url: '' }]);
    expect(shown.querySelector('a')?.hasAttribute('href')).toBe(false);
  });
});
