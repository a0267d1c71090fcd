import type { MeetingReaction } from '../../../graph/generated/meeting/graphql';
import { stageIcons } from '../stage-icons';

/** How a reaction looks and what it is called. */
export interface ReactionLook {
  readonly reaction: MeetingReaction;
  readonly icon: string;
  readonly label: string;
}

/** Every reaction, in the order of the menu. */
export function reactionLooks(): readonly ReactionLook[] {
  return [
    { reaction: 'THUMBS_UP', icon: stageIcons.thumbUpFill, label: $localize`:@@reactionThumbsUp:Thumbs up` },
    { reaction: 'CLAP', icon: stageIcons.signLanguageFill, label: $localize`:@@reactionClap:Applause` },
    { reaction: 'HEART', icon: stageIcons.favoriteFill, label: $localize`:@@reactionHeart:Heart` },
    { reaction: 'LAUGH', icon: stageIcons.sentimentVerySatisfiedFill, label: $localize`:@@reactionLaugh:Laughter` },
    { reaction: 'SURPRISED', icon: stageIcons.sentimentStressedFill, label: $localize`:@@reactionSurprised:Surprise` },
    { reaction: 'PARTY', icon: stageIcons.celebrationFill, label: $localize`:@@reactionParty:Celebration` },
  ];
}
