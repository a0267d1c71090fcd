import { Injectable } from '@nestjs/common';
import { uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** What is worth remembering when somebody asks later who did what. */
export type AuditKind =
  | 'USER_SIGNED_UP'
  | 'SIGNED_IN'
  | 'SIGNED_OUT'
  | 'REFRESH_TOKEN_REUSED'
  | 'PASSWORD_RESET'
  | 'ACCESS_TOKEN_CREATED'
  | 'ACCESS_TOKEN_REVOKED';

/** The SQL of the audit trail: it is only ever added to. */
@Injectable()
export class AuditRepository {
  async add(tx: Transaction, kind: AuditKind, userId: UserId, detail: Record<string, unknown> = {}): Promise<void> {
    await tx.query(
      `INSERT INTO audit_event (organisation_id, id, kind, user_id, detail) VALUES ($1, gen_random_uuid(), $2, $3, $4)`,
      [uuidOf(tx.organisationId), kind, uuidOf(userId), JSON.stringify(detail)],
    );
  }
}
