import { Inject, Injectable } from '@nestjs/common';
import { parseId, uuidOf, type ParticipantId, type Removal } from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';

interface Row {
  room_name: string;
  identity: string;
  until: Date;
}

/** The SQL of `removal`. It is read for all organisations at once, and written in the transaction of one. */
@Injectable()
export class RemovalRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** Keeps an identity, or everybody, out of a room for these seconds, and tells until when. */
  async keepOut(tx: Transaction, roomName: string, identity: ParticipantId | null, seconds: number): Promise<Date> {
    const [row] = await tx.query<{ until: Date }>(
      `INSERT INTO removal (organisation_id, room_name, identity, until)
       VALUES ($1, $2, $3, now() + make_interval(secs => $4))
       ON CONFLICT (room_name, identity) DO UPDATE SET until = greatest(removal.until, excluded.until) RETURNING until`,
      [uuidOf(tx.organisationId), roomName, identity ?? '', seconds],
    );
    return (row as { until: Date }).until;
  }

  /** In the order of room and identity, after the given ones. */
  async page(after: { room: string; identity: string }, limit: number): Promise<Removal[]> {
    const rows = await this.dataSource.query<Row[]>(
      `SELECT room_name, identity, until FROM removal WHERE (room_name, identity) > ($1, $2) AND until > now()
       ORDER BY room_name, identity LIMIT $3`,
      [after.room, after.identity, limit],
    );
    return rows.map(({ room_name: room, identity, until }) => ({
      room,
      identity: parseId('participant', identity) ?? null,
      until: until.toISOString(),
    }));
  }

  /** Forgets what no token can be about any more. */
  async forgetOld(): Promise<void> {
    await this.dataSource.query(`DELETE FROM removal WHERE until < now()`);
  }
}
