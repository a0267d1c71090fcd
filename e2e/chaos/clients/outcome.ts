import type { GraphAnswer, UserErrors } from '../../harness/account.ts';

/** What the answer to a send says of the message. */
export type Outcome =
  { did: 'ok'; seq: number; id: string } | { did: 'fail'; code: string } | { did: 'unknown'; why: string };

export interface SendData {
  sendMessage: ({ message: { id: string; seq: number } | null } & UserErrors) | null;
}

/** Codes that a client cannot tell "stored" from "not stored" by (G1); every other code is a refusal, and nothing is stored. */
const OPEN = ['UNAVAILABLE', 'INTERNAL'];

/** Reads an answer as G1 says: stored, refused, or not known. What is no answer of the graph's is not known. */
export function outcomeOf({ data, errors, status }: Partial<GraphAnswer<SendData | null>>): Outcome {
  const payload = data?.sendMessage;
  if (payload?.message) return { did: 'ok', seq: payload.message.seq, id: payload.message.id };
  const code = payload?.userErrors?.[0]?.code ?? errors?.[0]?.extensions?.code;
  if (code === undefined) return { did: 'unknown', why: `status ${status}` };
  return OPEN.includes(code) ? { did: 'unknown', why: code } : { did: 'fail', code };
}
