import { ComponentFixture, TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NotificationLevelDocument, SetNotificationLevelDocument } from '../../graph/generated/notifications/graphql';
import { Graph } from '../../graph/graph';
import { Toaster } from '../../ui/toaster';
import { chatIcons } from './chat-icons';
import { LevelMenu } from './level-menu';

describe('the bell of a conversation', () => {
  const ask = vi.fn();
  let fixture: ComponentFixture<LevelMenu>;
  let isTaken = true;
  const levels: Record<string, string> = {};
  const list = (): HTMLSelectElement => (fixture.nativeElement as HTMLElement).querySelector('select')!;
  const drawn = (): string | null | undefined =>
    (fixture.nativeElement as HTMLElement).querySelector('path')?.getAttribute('d');
  const choose = async (value: string): Promise<void> => {
    list().value = value;
    list().dispatchEvent(new Event('change'));
    await fixture.whenStable();
  };

  beforeEach(async () => {
    isTaken = true;
    Object.assign(levels, { cnv_1: 'MENTIONS', cnv_2: 'NONE' });
    ask
      .mockReset()
      .mockImplementation(async (document: unknown, variables: { id: string; input: { level: string } }) => {
        if (document === NotificationLevelDocument)
          return { conversation: { notificationLevel: levels[variables.id] } };
        return { setNotificationLevel: { conversation: isTaken ? { id: 'cnv_1' } : null, userErrors: [] } };
      });
    TestBed.configureTestingModule({ providers: [{ provide: Graph, useValue: { ask } }] });
    fixture = TestBed.createComponent(LevelMenu);
    fixture.componentRef.setInput('conversationId', 'cnv_1');
    await vi.waitFor(() => expect(list().value).toBe('MENTIONS'));
  });

  it('says how it stands, in words and as a bell, and of another conversation what is set there', async () => {
    expect(list().getAttribute('aria-label')).toBe('Notifications of this conversation');
    expect(list().value).toBe('MENTIONS');
    expect(list().title).toBe('Only mentions of me');
    expect(drawn()).toBe(chatIcons.notifications);
    fixture.componentRef.setInput('conversationId', 'cnv_2');
    await vi.waitFor(() => expect(list().value).toBe('NONE'));
    await fixture.whenStable();
    expect(drawn()).toBe(chatIcons.notificationsOff);
  });

  it('sends what is chosen', async () => {
    await choose('NONE');
    expect(ask).toHaveBeenCalledWith(SetNotificationLevelDocument, {
      input: { conversationId: 'cnv_1', level: 'NONE' },
    });
    expect(drawn()).toBe(chatIcons.notificationsOff);
  });

  it('goes back to what it was where the server does not take it, and says so', async () => {
    isTaken = false;
    await choose('NONE');
    await vi.waitFor(() => expect(TestBed.inject(Toaster).toasts()).toHaveLength(1));
    await fixture.whenStable();
    expect(list().value).toBe('MENTIONS');
    expect(drawn()).toBe(chatIcons.notifications);
  });
});
