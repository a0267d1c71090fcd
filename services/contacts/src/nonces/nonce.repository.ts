import { Injectable } from '@nestjs/common';
import { uuidOf } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import type { Transaction } from '@parley/persistence';
import { requireText } from '@parley/subgraph';

/** Days a nonce is remembered. */
const KEEP_DAYS = 7;
const LONGEST_NONCE = 128;

/** Makes a mutation that is sent again have its effect once (G2): same nonce and question, same answer. */
@Injectable()
export class NonceRepository {
  /**
   * Runs `work` unless this nonce was answered before; then gives that answer. Without a nonce it always runs.
   * What `work` refuses leaves no trace: the transaction is rolled back, the nonce is free again.
   * @param question what is asked, as text; another question with the same nonce is refused
   * @throws Refused CONFLICT, BAD_USER_INPUT
   */
  async once(
    tx: Transaction,
    caller: KnownCaller,
    asked: { clientNonce: string | null | undefined; question: string },
    work: () => Promise<string>,
  ): Promise<string> {
    if (asked.clientNonce == null) return work();
    const nonce = requireText(asked.clientNonce, { least: 1, most: LONGEST_NONCE }, 'clientNonce');
    const key = [uuidOf(tx.organisationId), uuidOf(caller.userId), nonce];
    const taken = await tx.query<object>(
      `INSERT INTO nonce (organisation_id, user_id, client_nonce, asked) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1`,
      [...key, asked.question],
    );
    if (taken.length === 0) return this.recall(tx, key, asked.question);
    const answer = await work();
    await tx.query(`UPDATE nonce SET answer = $4 WHERE organisation_id = $1 AND user_id = $2 AND client_nonce = $3`, [
      ...key,
      answer,
    ]);
    await tx.query(
      `DELETE FROM nonce WHERE organisation_id = $1 AND user_id = $2 AND used_at < now() - make_interval(days => $3)`,
      [key[0], key[1], KEEP_DAYS],
    );
    return answer;
  }

  private async recall(tx: Transaction, key: unknown[], question: string): Promise<string> {
    const [known] = await tx.query<{ asked: string; answer: string }>(
      `SELECT asked, answer FROM nonce WHERE organisation_id = $1 AND user_id = $2 AND client_nonce = $3`,
      key,
    );
    if (known?.asked === question) return known.answer;
    throw new Refused('CONFLICT', 'This nonce was used for something else. Use a new one.', { field: ['clientNonce'] });
  }
}
