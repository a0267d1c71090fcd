/**
 * Names the history that a Postgres holds: cluster, timeline (a promoted standby begins another) and a generation.
 * An ordinary role may ask all of it. `pg_walfile_name` knows the present timeline at once, where `pg_control_checkpoint`
 * learns it with the next checkpoint. The generation tells apart what the first two cannot, a volume put back from a snapshot:
 * the restore command runs `ALTER DATABASE … SET parley.live_generation = '<anything new>'` (`docs/adr`, the live door).
 */
export const EPOCH_SQL = `SELECT system_identifier::text || '-' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
  || '-' || coalesce(nullif(current_setting('parley.live_generation', true), ''), '1') AS epoch FROM pg_control_system()`;

/** How long an epoch is believed without asking again, in milliseconds. */
const BELIEVED_MS = 2_000;

/** The present epoch of a service's log, asked of its database now and then. */
export class Epoch {
  private known: { epoch: string; at: number } | undefined;
  private asking: Promise<string> | undefined;

  /** `ask` runs EPOCH_SQL (or names the history of whatever else holds the log). */
  constructor(private readonly ask: () => Promise<string>) {}

  /** The epoch, if it is known well enough to be used without waiting. */
  get present(): string | undefined {
    return this.known && Date.now() - this.known.at < BELIEVED_MS ? this.known.epoch : undefined;
  }

  async current(): Promise<string> {
    return this.present ?? (this.asking ??= this.askNow());
  }

  private async askNow(): Promise<string> {
    try {
      const epoch = await this.ask();
      this.known = { epoch, at: Date.now() };
      return epoch;
    } finally {
      this.asking = undefined;
    }
  }
}
