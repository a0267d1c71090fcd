import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../../graph/graph';
import { EditsDialog } from './edits-dialog';

const where = { conversationId: 'cnv_1', messageId: 'msg_1', guestToken: 'pass' };
const page = (words: string[], endCursor: string | null) => ({
  conversation: {
    id: 'cnv_1',
    messagesAround: {
      nodes: [
        {
          id: 'msg_1',
          edits: {
            nodes: words.map((body) => ({ body, replacedAt: '2026-11-22T08:00:00Z' })),
            pageInfo: { hasNextPage: endCursor !== null, endCursor },
          },
        },
      ],
    },
  },
});

describe('what a message said before', () => {
  const ask = vi.fn();
  beforeEach(() => {
    ask.mockReset();
    TestBed.configureTestingModule({
      providers: [
        { provide: Graph, useValue: { ask } },
        { provide: DIALOG_DATA, useValue: where },
        { provide: DialogRef, useValue: { close: vi.fn() } },
      ],
    });
  });
  const show = async () => {
    const fixture = TestBed.createComponent(EditsDialog);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  };
  const words = (shown: HTMLElement) => [...shown.querySelectorAll('li p')].map((one) => one.textContent);

  it('stands there in its order, all pages of it, asked for as whom one reads', async () => {
    ask.mockResolvedValueOnce(page(['first', '<b>second</b>'], 'next')).mockResolvedValueOnce(page(['third'], null));
    expect(words(await show())).toEqual(['first', '<b>second</b>', 'third']);
    expect(ask.mock.calls.map(([, variables]) => variables)).toEqual([
      { ...where, after: null },
      { ...where, after: 'next' },
    ]);
  });

  it('is gone with a message that is', async () => {
    ask.mockResolvedValueOnce({ conversation: { id: 'cnv_1', messagesAround: null } });
    expect((await show()).textContent).toContain('Its earlier words are gone.');
  });

  it('can be asked for again when it did not come', async () => {
    ask.mockRejectedValueOnce(new Error('away')).mockResolvedValueOnce(page(['first'], null));
    const shown = await show();
    shown.querySelector<HTMLButtonElement>('parley-load-failure button')?.click();
    await vi.waitFor(() => expect(words(shown)).toEqual(['first']));
  });
});
