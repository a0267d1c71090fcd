import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What searches look in: the words of every message, by conversation. An index of its own instead of `tsvector` and GIN, since
 * under row-level security Postgres asks an index only for leakproof operators: those of text are, `@@` is not. By conversation, so
 * that a search reads what its asker may read and nothing else, and takes no longer for what others have said.
 */
export class CreateMessageWord1764160100000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION words_of(said text) RETURNS SETOF text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
        SELECT DISTINCT left(word, 40) FROM regexp_split_to_table(
          regexp_replace(lower(normalize(said, NFKD) COLLATE pg_c_utf8), '[\\u0300-\\u036f\\u0640\\u064b-\\u065f]', '', 'g'),
          '[^[:alnum:]]+') AS word WHERE word <> ''
      $$;
      COMMENT ON FUNCTION words_of IS 'Words as they are compared: without accents, vowel signs and case; of each the first forty characters.';
      CREATE TABLE message_word (
        organisation_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        word text COLLATE "C" NOT NULL,
        seq bigint NOT NULL,
        PRIMARY KEY (organisation_id, conversation_id, word, seq),
        FOREIGN KEY (organisation_id, conversation_id, seq) REFERENCES message (organisation_id, conversation_id, seq) ON DELETE CASCADE
      );
      CREATE INDEX message_word_message ON message_word (organisation_id, conversation_id, seq);
      INSERT INTO message_word (organisation_id, conversation_id, word, seq)
        SELECT organisation_id, conversation_id, word, seq FROM message, words_of(body) AS word;
      ALTER TABLE message_word ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY by_organisation ON message_word USING (organisation_id = nullif(current_setting('parley.organisation_id', true), '')::uuid);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
