/** A statement of the hot path: Postgres plans it once for each connection and knows it by its name. */
export interface Statement {
  /** One text has one name; the service's own database, so no prefix. */
  readonly name: string;
  readonly text: string;
}
