/** What one shows without a word. */
export const MEETING_REACTIONS = ['THUMBS_UP', 'CLAP', 'HEART', 'LAUGH', 'SURPRISED', 'PARTY'] as const;
export type MeetingReaction = (typeof MEETING_REACTIONS)[number];
