import { ChangeDetectionStrategy, Component, effect, inject, input, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { Toaster } from '../../ui/toaster';
import { ConversationBook } from './conversation-book';

/** An address that means "my conversation with this person": finds or makes it and goes there. */
@Component({
  selector: 'parley-chat-with',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '<p class="unseen" role="status" i18n>Opening the conversation</p>',
})
export class ChatWith {
  readonly #book = inject(ConversationBook);
  readonly #router = inject(Router);
  readonly #toaster = inject(Toaster);
  /** From the address. */
  readonly userId = input.required<string>();

  constructor() {
    effect(() => {
      const userId = this.userId();
      untracked(() => void this.#open(userId));
    });
  }

  async #open(userId: string): Promise<void> {
    const { conversation, refusal } = await this.#book
      .start([userId])
      .catch(() => ({ conversation: undefined, refusal: undefined }));
    if (!conversation)
      this.#toaster.show(refusal || $localize`:@@chatNotOpened:The conversation could not be opened. Try again.`);
    await this.#router.navigate(conversation ? ['/chats', conversation.id] : ['/chats'], { replaceUrl: true });
  }
}
