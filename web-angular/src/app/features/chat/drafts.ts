import { Injectable } from '@angular/core';

/** What was written and not sent, per conversation; survives leaving the conversation and reloading, not closing the tab. */
@Injectable({ providedIn: 'root' })
export class Drafts {
  /** The draft of a conversation, or nothing. */
  of(conversationId: string): string {
    return sessionStorage.getItem(`parley.draft.${conversationId}`) ?? '';
  }

  /** Keeps a draft; an empty one is forgotten. */
  keep(conversationId: string, text: string): void {
    if (text) sessionStorage.setItem(`parley.draft.${conversationId}`, text);
    else sessionStorage.removeItem(`parley.draft.${conversationId}`);
  }
}
