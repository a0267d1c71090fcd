import { Inject, Injectable } from '@nestjs/common';
import type { ConversationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { ConversationRepository } from '../conversations/conversation.repository.ts';
import type { Conversation } from '../conversations/conversation.ts';
import { NotificationRepository } from './notification.repository.ts';
import type { NotificationLevel, NotificationPreferences } from './notification.ts';
import { DoNotDisturbRepository } from './do-not-disturb.repository.ts';
import { isQuiet, requireQuiet } from './quiet-hours.ts';

/** What somebody changes of their preferences; what is absent stays. */
export interface PreferenceChanges {
  quietFrom?: string | null | undefined;
  quietTo?: string | null | undefined;
  timeZone?: string | null | undefined;
  showsWords?: boolean | null | undefined;
  mailsMissed?: boolean | null | undefined;
}

/** Of what people want to be told, and when not. */
@Injectable()
export class Notifications {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly notifications: NotificationRepository,
    private readonly doNotDisturb: DoNotDisturbRepository,
    private readonly conversations: ConversationRepository,
  ) {}

  levels(
    { organisationId, userId }: KnownCaller,
    ids: readonly ConversationId[],
  ): Promise<Map<ConversationId, NotificationLevel>> {
    return this.unitOfWork.run(organisationId, (tx) => this.notifications.levels(tx, userId, ids));
  }

  /** @throws Refused NOT_FOUND for whoever is not in it today */
  setLevel(
    { organisationId, userId }: KnownCaller,
    id: ConversationId,
    level: NotificationLevel,
  ): Promise<Conversation> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      const [conversation] = await this.conversations.findByIds(tx, userId, [id]);
      if (!conversation) throw Refused.notFound('conversation', 'conversationId');
      await this.notifications.setLevel(tx, userId, id, level);
      return conversation;
    });
  }

  preferences({ organisationId, userId }: KnownCaller): Promise<NotificationPreferences> {
    return this.unitOfWork.run(organisationId, (tx) => this.notifications.preferences(tx, userId));
  }

  /** Whether nothing is to be heard on their devices now: their quiet hours, or they do not want to be disturbed. */
  isQuiet({ organisationId, userId }: KnownCaller): Promise<boolean> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      const { quiet } = await this.notifications.preferences(tx, userId);
      return (quiet !== null && isQuiet(quiet, new Date())) || (await this.doNotDisturb.isOn(tx, userId));
    });
  }

  /** @throws Refused BAD_USER_INPUT: half of the quiet hours, no time of a day, no time zone */
  change(
    { organisationId, userId }: Pick<KnownCaller, 'organisationId' | 'userId'>,
    changes: PreferenceChanges,
  ): Promise<NotificationPreferences> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      const before = await this.notifications.preferences(tx, userId, true);
      const wanted = {
        showsWords: changes.showsWords ?? before.showsWords,
        mailsMissed: changes.mailsMissed ?? before.mailsMissed,
        quiet: quietOf(changes, before.quiet),
      };
      await this.notifications.setPreferences(tx, userId, wanted);
      return wanted;
    });
  }
}

/** Null takes both times away; a zone alone moves the hours there are. */
function quietOf(
  { quietFrom, quietTo, timeZone }: PreferenceChanges,
  before: NotificationPreferences['quiet'],
): NotificationPreferences['quiet'] {
  const from = quietFrom === undefined ? (before?.from ?? null) : quietFrom;
  const to = quietTo === undefined ? (before?.to ?? null) : quietTo;
  if (from === null && to === null) return null;
  if (from === null || to === null)
    throw Refused.badInput('Quiet hours have a beginning and an end.', from === null ? 'quietFrom' : 'quietTo');
  return requireQuiet({ from, to, timeZone: timeZone ?? before?.timeZone ?? '' });
}
