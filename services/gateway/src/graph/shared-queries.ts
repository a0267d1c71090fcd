import type { Asking } from './asking.ts';
import type { Answer, Prepared } from './graph.ts';

/** Longest that a running query is joined, in ms; an older one may have read before something the caller knows of. */
const JOINED_MS = 10;

interface Running {
  readonly answer: Promise<Answer>;
  readonly since: number;
}

/**
 * Identical queries of one caller that arrive together share one execution. Keyed on who asks before anything else, so
 * that nobody can join another's; a caller's mutation ends the sharing, so that everybody reads their own writes.
 */
export class SharedQueries {
  private readonly callers = new Map<string, Map<string, Running>>();

  /** The answer of an equal query that has just begun, or of a new one. */
  run(prepared: Prepared, asking: Asking, execute: () => Promise<Answer>, now = performance.now()): Promise<Answer> {
    const caller = callerKey(asking);
    if (prepared.operation.kind !== 'query') return execute().finally(() => this.callers.delete(caller));
    if (prepared.operation.rootFields.includes('rateLimit')) return execute();
    let running = this.callers.get(caller);
    if (!running) this.callers.set(caller, (running = new Map()));
    const key = queryKey(prepared);
    const equal = running.get(key);
    if (equal && now - equal.since <= JOINED_MS)
      return equal.answer.then((answer) => restamped(answer, asking.requestId));
    const mine: Running = { answer: execute(), since: now };
    running.set(key, mine);
    const own = running;
    void mine.answer.finally(() => {
      if (own.get(key) === mine) own.delete(key);
      if (own.size === 0 && this.callers.get(caller) === own) this.callers.delete(caller);
    });
    return mine.answer;
  }
}

function callerKey({ visitor, ip }: Asking): string {
  const { user } = visitor;
  return user ? `${user.organisationId} ${user.userId} ${user.sessionId} ${user.role} ${ip}` : `anonymous ${ip}`;
}

/** The texts stand in full: a digest would cost more than comparing. */
function queryKey({ known, operation, variables }: Prepared): string {
  return `${operation.name ?? ''}\n${JSON.stringify(variables)}\n${known.source}`;
}

/** Errors of a shared answer carry the id of each caller's own request. */
function restamped(answer: Answer, requestId: string): Answer {
  if (!answer.errors) return answer;
  return {
    ...answer,
    errors: answer.errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } })),
  };
}
