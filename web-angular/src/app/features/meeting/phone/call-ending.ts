import type { CallState } from '../../../graph/generated/graphql';

/** How a call ended, for whoever was in its meeting. @param state as this tab has heard, if it has */
export function callEndingWords(state: CallState | undefined): { heading: string; text?: string } {
  switch (state) {
    case 'DECLINED':
      return { heading: $localize`:@@callDeclined:Declined` };
    case 'MISSED':
      return { heading: $localize`:@@callNoAnswer:No answer` };
    case 'BUSY':
      return { heading: $localize`:@@callBusyEnding:Busy` };
    default:
      return { heading: $localize`:@@callOver:The call has ended` };
  }
}
