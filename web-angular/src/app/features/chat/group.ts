import { computed, inject, Injectable, signal } from '@angular/core';
import {
  AddMembersDocument,
  GroupDocument,
  GroupQuery,
  LeaveConversationDocument,
  RemoveMemberDocument,
  RenameConversationDocument,
} from '../../graph/generated/groups/graphql';
import { Graph } from '../../graph/graph';
import { Loading } from '../../graph/loading';

type Loaded = NonNullable<GroupQuery['conversation']>;
/** Somebody in a group. */
export type GroupMember = Loaded['members']['nodes'][number];

/** Who one group holds, and changing that. Each verb gives why it was refused, in words; nothing when it was done. */
@Injectable()
export class Group {
  readonly #graph = inject(Graph);
  readonly #loading = new Loading();
  readonly #loaded = signal<Loaded | null>(null);
  readonly #members = signal<readonly GroupMember[]>([]);
  #id = '';

  readonly state = this.#loading.state;
  readonly members = this.#members.asReadonly();
  readonly title = computed(() => this.#loaded()?.title ?? '');
  readonly memberCount = computed(() => this.#loaded()?.memberCount ?? 0);
  readonly managerId = computed(() => this.#loaded()?.managerId ?? '');

  /** Loads it; the first hundred members, of whom there may be more. */
  load(id: string): Promise<boolean> {
    this.#id = id;
    return this.#loading.run(async () => {
      const { conversation } = await this.#graph.ask(GroupDocument, { id });
      if (id !== this.#id || !conversation) return;
      this.#loaded.set(conversation);
      this.#members.set(conversation.members.nodes);
    });
  }

  readonly hasMore = computed(() => this.#loaded()?.members.pageInfo.hasNextPage ?? false);

  /** The next hundred members. */
  async more(): Promise<void> {
    const after = this.#loaded()?.members.pageInfo.endCursor;
    const { conversation } = await this.#graph.ask(GroupDocument, { id: this.#id, after });
    if (!conversation) return;
    this.#loaded.set(conversation);
    this.#members.update((members) => [...members, ...conversation.members.nodes]);
  }

  async add(userId: string): Promise<string | undefined> {
    const input = { conversationId: this.#id, userIds: [userId] };
    return refusalOf((await this.#graph.ask(AddMembersDocument, { input })).addMembers);
  }

  async remove(userId: string): Promise<string | undefined> {
    const input = { conversationId: this.#id, userId };
    return refusalOf((await this.#graph.ask(RemoveMemberDocument, { input })).removeMember);
  }

  async rename(title: string): Promise<string | undefined> {
    const input = { conversationId: this.#id, title: title.trim() || null };
    return refusalOf((await this.#graph.ask(RenameConversationDocument, { input })).renameConversation);
  }

  async leave(): Promise<string | undefined> {
    const input = { conversationId: this.#id };
    return refusalOf((await this.#graph.ask(LeaveConversationDocument, { input })).leaveConversation);
  }
}

const refusalOf = ({ userErrors }: { userErrors: readonly { message: string }[] }): string | undefined =>
  userErrors[0]?.message;
