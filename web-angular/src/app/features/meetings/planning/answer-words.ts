import type { InvitationAnswer } from '../../../graph/generated/planning/graphql';

/** What somebody answered, for people. */
export function answerWords(answer: InvitationAnswer): string {
  switch (answer) {
    case 'YES':
      return $localize`:@@answeredYes:Comes`;
    case 'MAYBE':
      return $localize`:@@answeredMaybe:May come`;
    case 'NO':
      return $localize`:@@answeredNo:Does not come`;
    case 'NONE':
      return $localize`:@@answeredNone:No answer yet`;
  }
}
