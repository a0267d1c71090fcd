import { Args, Context, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { ConversationId } from '@parley/contracts';
import { CurrentCaller, EntityRef, SignedIn, type KnownCaller } from '@parley/identity';
import { inOrder, LoaderPerRequest, requireId, settle, type SubgraphContext } from '@parley/subgraph';
import { ConversationType } from '../conversations/conversation.graphql.ts';
import { viewOf, type ConversationView } from '../conversations/conversation.view.ts';
import {
  NotificationLevelEnum,
  NotificationPreferencesType,
  SetNotificationLevelInput,
  SetNotificationLevelPayload,
  SetNotificationPreferencesInput,
  SetNotificationPreferencesPayload,
} from './notification.graphql.ts';
import { usualLevel, type NotificationLevel, type NotificationPreferences } from './notification.ts';
import { Notifications } from './notifications.service.ts';

/** The graph's door to what people want to be told. */
@Resolver(() => ConversationType)
export class NotificationResolver {
  /** What its caller has set, by conversation. */
  private readonly levels = new LoaderPerRequest<ConversationId, NotificationLevel | null>(async (viewer, ids) =>
    inOrder(ids, await this.notifications.levels(viewer, ids)),
  );

  constructor(private readonly notifications: Notifications) {}

  @Query(() => NotificationPreferencesType, { description: 'What one wants to be told beyond the page, and when not.' })
  @SignedIn('chat:read')
  async myNotificationPreferences(@CurrentCaller() caller: KnownCaller): Promise<NotificationPreferencesType> {
    return shown(await this.notifications.preferences(caller));
  }

  @Query(() => Boolean, {
    description:
      'Whether nothing is to be heard on one’s devices now: one’s quiet hours, or one does not want to be disturbed. A call is shown without a sound then.',
  })
  @SignedIn('chat:read')
  isQuietNow(@CurrentCaller() caller: KnownCaller): Promise<boolean> {
    return this.notifications.isQuiet(caller);
  }

  @Mutation(() => SetNotificationPreferencesPayload, {
    description: 'Changes what one wants to be told; what is left out stays as it is.',
  })
  @SignedIn('chat:write')
  setNotificationPreferences(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: SetNotificationPreferencesInput,
  ): Promise<SetNotificationPreferencesPayload> {
    return settle(async () => ({ preferences: shown(await this.notifications.change(caller, input)) }));
  }

  @Mutation(() => SetNotificationLevelPayload, { description: 'Of what in a conversation one wants to be told.' })
  @SignedIn('chat:write')
  setNotificationLevel(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: SetNotificationLevelInput,
    @Context() context: SubgraphContext,
  ): Promise<SetNotificationLevelPayload> {
    return settle(async () => {
      const id = requireId('conversation', input.conversationId, 'conversationId');
      const conversation = await this.notifications.setLevel(caller, id, input.level);
      this.levels.prime(context, id, input.level);
      return { conversation: viewOf(conversation) };
    });
  }

  @ResolveField(() => NotificationLevelEnum, {
    description: 'Of what in it one is told. Until one says otherwise: of everything; in a meeting’s of mentions.',
  })
  @EntityRef('chat:read')
  async notificationLevel(
    @Parent() { source }: ConversationView,
    @Context() context: SubgraphContext,
  ): Promise<NotificationLevel> {
    const viewer = context.caller.user;
    const isAtHome = viewer && source.reader.organisationId === viewer.organisationId;
    const level = isAtHome ? await this.levels.load(context, source.id) : null;
    return level ?? usualLevel(source.kind);
  }
}

const shown = ({ quiet, ...rest }: NotificationPreferences): NotificationPreferencesType => ({
  ...rest,
  quietFrom: quiet?.from ?? null,
  quietTo: quiet?.to ?? null,
  timeZone: quiet?.timeZone ?? null,
});
