import type { Asking } from '../graph/asking.ts';
import type { Prepared } from '../graph/graph.ts';
import { refusal, type PublicError } from '../graph/refusals.ts';
import type { Budget, Spent } from './budget.ts';
import { costOf } from './cost.ts';

/** Most points one operation may cost (G11). */
export const OPERATION_POINTS = 20_000;

/** Why an operation was not let through. `retryAfterMs` is there when waiting helps; `spent` when it was counted. */
export interface Toll {
  readonly error: PublicError;
  readonly spent?: Spent;
  readonly retryAfterMs?: number;
}

/** Whose budget pays: the access token's, the person's for their sessions, or the address's for the anonymous. */
const payerOf = ({ visitor: { user, scopes }, ip }: Asking): string =>
  (scopes ? user?.sessionId : user?.userId) ?? `ip ${ip}`;

/** Makes the caller pay for an operation; returns why it may not pass, or nothing when it may. */
export function payToll(budget: Budget, { operation, coerced }: Prepared, asking: Asking): Toll | undefined {
  const { requestId } = asking;
  const cost = costOf(operation.cost, coerced);
  if ('problem' in cost) return { error: refusal('BAD_USER_INPUT', cost.problem, requestId) };
  if (cost.points > OPERATION_POINTS) {
    const message = `The operation costs ${cost.points} points, more than the ${OPERATION_POINTS} allowed. Ask for smaller pages.`;
    return { error: refusal('COST_LIMIT_EXCEEDED', message, requestId) };
  }
  const payment = budget.pay(payerOf(asking), cost.points);
  asking.spent = payment.spent;
  if (payment.ok) return undefined;
  const { afterMs: retryAfterMs, spent } = payment;
  return {
    error: refusal('RATE_LIMITED', 'The budget is used up. Try again later.', requestId, { retryAfterMs }),
    spent,
    retryAfterMs,
  };
}
