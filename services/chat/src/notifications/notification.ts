import type { Quiet } from './quiet-hours.ts';

export const NOTIFICATION_LEVELS = ['ALL', 'MENTIONS', 'NONE'] as const;
/** Of what in a conversation somebody is told on their devices, beyond seeing that it moved. */
export type NotificationLevel = (typeof NOTIFICATION_LEVELS)[number];

/** The level of whoever has set none: meetings' conversations are told of by those who are in. */
export const usualLevel = (kind: 'direct' | 'group' | 'meeting'): NotificationLevel =>
  kind === 'meeting' ? 'MENTIONS' : 'ALL';

/** What somebody wants to be told, and how. */
export interface NotificationPreferences {
  quiet: Quiet | null;
  /** Whether a push shows what was said. */
  showsWords: boolean;
  /** Whether mentions and missed calls that they have not seen are told by mail. */
  mailsMissed: boolean;
}

export const USUAL_PREFERENCES: NotificationPreferences = {
  quiet: null,
  showsWords: true,
  mailsMissed: true,
};
