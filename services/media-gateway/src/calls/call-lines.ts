import type { CallLine } from '@parley/contracts';
import { calleesOf, type Call, type Party } from './call.ts';

const KINDS = { MISSED: 'CALL_MISSED', BUSY: 'CALL_MISSED', DECLINED: 'CALL_DECLINED' } as const;
const line = (kind: CallLine['kind'], parties: readonly Party[], durationSeconds: number | null = null): CallLine[] => {
  const userIds = parties.filter(({ isSilent }) => !isSilent).map(({ userId }) => userId);
  return userIds.length === 0 ? [] : [{ kind, userIds, durationSeconds }];
};

/**
 * What conversations say of a call that has just moved. A group's conversation says one thing, at its end; a call from nowhere to
 * many stands with each of those who did not come, between the two of them.
 * @param changed who stands elsewhere since
 * @param hasEnded the call has, with this very change
 */
export function linesOf(call: Call, changed: readonly Party[], hasEnded: boolean): CallLine[] {
  const callees = calleesOf(call);
  const isOfGroup = callees.length > 1 && call.conversationId !== null;
  const isAnswered = call.answeredAt !== null;
  if (isOfGroup && !hasEnded) return [];
  if (isOfGroup && !isAnswered) return line(KINDS[call.state as keyof typeof KINDS], callees);
  const refused = isOfGroup
    ? []
    : (['CALL_MISSED', 'CALL_DECLINED'] as const).flatMap((kind) =>
        line(
          kind,
          changed.filter(({ state, isCaller }) => !isCaller && KINDS[state as keyof typeof KINDS] === kind),
        ),
      );
  if (!hasEnded || !isAnswered || (callees.length > 1 && !isOfGroup)) return refused;
  const seconds = Math.max(
    0,
    Math.round(((call.endedAt as Date).getTime() - (call.answeredAt as Date).getTime()) / 1000),
  );
  return [...refused, ...line('CALL_ENDED', callees, seconds)];
}
