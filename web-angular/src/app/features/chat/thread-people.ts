import { signal } from '@angular/core';
import type { ConversationEventsSubscription, ThreadQuery } from '../../graph/generated/graphql';
import { Change, changed, mergeChanges } from './changes';
import type { Conversation } from './conversation-book';
import type { StoredMessage } from './message-log';
import { Mark, moveMarks } from './seen-by';
import type { Typers } from './typers';

type Event = ConversationEventsSubscription['conversationEvents'];

/** Who is in one conversation, who came and went, how far they have read and who types. */
export class ThreadPeople {
  readonly #changes = signal<readonly Change[]>([]);
  readonly #marks = signal<readonly Mark[]>([]);
  readonly #isGone = signal(false);
  readonly #conversation = signal<Conversation | null>(null);

  readonly changes = this.#changes.asReadonly();
  readonly marks = this.#marks.asReadonly();
  readonly isGone = this.#isGone.asReadonly();
  readonly conversation = this.#conversation.asReadonly();

  constructor(
    private readonly typers: Typers | null,
    private readonly myId: () => string,
  ) {}

  clear(): void {
    this.#changes.set([]);
    this.#marks.set([]);
    this.typers?.clear();
  }

  /** As the conversation was loaded. */
  begin(
    conversation: Conversation,
    { changes, readMarks }: Pick<NonNullable<ThreadQuery['conversation']>, 'changes' | 'readMarks'>,
  ): void {
    this.#isGone.set(false);
    this.#changes.set(changes.nodes);
    this.#marks.set(readMarks.nodes.map(({ seq, member }) => ({ ...member, seq })));
    this.#conversation.set(conversation);
  }

  /** Changes that stand among messages that were loaded. */
  learn(changes: readonly Change[]): void {
    this.#changes.update((known) => mergeChanges(known, changes));
  }

  /** Somebody has said something: they have read up to it, and type no more. */
  said({ author: { userId, displayName }, seq }: StoredMessage): void {
    this.typers?.stopped(userId);
    this.#marks.update((marks) => moveMarks(marks, [{ userId, displayName, seq }]));
  }

  hear(event: Event): void {
    switch (event.__typename) {
      case 'Typing':
        if (event.userId !== this.myId()) this.typers?.heard(event.userId, event.displayName);
        break;
      case 'ReadMoved': {
        const { userId, seq } = event;
        const { displayName = '' } = this.#conversation()?.members.nodes.find((one) => one.userId === userId) ?? {};
        this.#marks.update((marks) => moveMarks(marks, [{ userId, displayName, seq }]));
        break;
      }
      case 'MemberAdded':
      case 'MemberRemoved':
      case 'TitleChanged':
        this.#changed(event);
    }
  }

  #changed(change: Change): void {
    this.learn([change]);
    this.#conversation.update((conversation) => conversation && changed(conversation, change));
    if (change.__typename !== 'MemberRemoved') return;
    const { userId } = change.member;
    this.typers?.stopped(userId);
    this.#marks.update((marks) => marks.filter((mark) => mark.userId !== userId));
    if (userId === this.myId()) this.#isGone.set(true);
  }
}
