import { registerEnumType } from '@nestjs/graphql';
import { MEETING_REACTIONS, type MeetingReaction } from './reaction.ts';

export const MeetingReactionEnum = Object.fromEntries(MEETING_REACTIONS.map((one) => [one, one])) as Record<
  MeetingReaction,
  MeetingReaction
>;
registerEnumType(MeetingReactionEnum, {
  name: 'MeetingReaction',
  description: 'What one shows in a meeting without a word.',
  valuesMap: {
    THUMBS_UP: { description: 'Agreed.' },
    CLAP: { description: 'Applause.' },
    HEART: { description: 'Liked.' },
    LAUGH: { description: 'Laughed.' },
    SURPRISED: { description: 'Did not expect that.' },
    PARTY: { description: 'To be celebrated.' },
  },
});
