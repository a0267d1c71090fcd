import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Found, FoundKey, Person } from './person.ts';

interface PersonRow {
  user_id: string;
  display_name: string;
  email: string;
  avatar_url: string | null;
  title: string | null;
  revision: string;
}

interface FoundRow {
  user_id: string;
  rank: number;
  folded_name: string;
}

/** How alike a part of the name must be, 0–1, when nobody has the very words. */
const ALIKE = 0.4;

/** Pieces looked for at most: enough for every likely name, and a bound for the dearest search. */
const MOST_PIECES = 32;

/** The pieces of three characters that likeness is counted by, beginnings and ends of words included. */
function piecesOf(words: readonly string[]): string[] {
  const parts = words.flatMap((word) => word.split(/[^\p{L}\p{N}]+/u)).filter((part) => part !== '');
  const pieces = parts.flatMap((part) => {
    const characters = [...` ${part} `];
    return characters.slice(2).map((_, i) => characters.slice(i, i + 3).join(''));
  });
  return [...new Set(pieces)].slice(0, MOST_PIECES);
}

/** The SQL of the directory. */
@Injectable()
export class PersonRepository {
  /** Stores what auth said, unless something newer is known. */
  async learn(tx: Transaction, { userId, displayName, email, avatarUrl, title, revision }: Person): Promise<void> {
    await tx.query(
      `INSERT INTO person (organisation_id, user_id, display_name, email, avatar_url, title, revision)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (organisation_id, user_id) DO UPDATE SET display_name = excluded.display_name, email = excluded.email,
         avatar_url = excluded.avatar_url, title = excluded.title, revision = excluded.revision
       WHERE person.revision < excluded.revision`,
      [uuidOf(tx.organisationId), uuidOf(userId), displayName, email, avatarUrl, title, revision],
    );
  }

  /** People of this organisation among the ids; others are left out. */
  async findByIds(tx: Transaction, ids: readonly UserId[]): Promise<Person[]> {
    const rows = await tx.query<PersonRow>(
      `SELECT user_id, display_name, email, avatar_url, title, revision FROM person
       WHERE organisation_id = $1 AND user_id = ANY($2::uuid[])`,
      [uuidOf(tx.organisationId), ids.map(uuidOf)],
    );
    return rows.map((row) => ({
      userId: idFrom('user', row.user_id),
      organisationId: tx.organisationId,
      displayName: row.display_name,
      email: row.email,
      avatarUrl: row.avatar_url,
      title: row.title,
      revision: Number(row.revision),
    }));
  }

  /** The words of a search as they are compared: without accents and case. Empty when nothing is left of them. */
  async wordsOf(tx: Transaction, said: string): Promise<string[]> {
    const [row] = await tx.query<{ folded: string }>(`SELECT folded($1) AS folded`, [said]);
    return (row?.folded ?? '').split(' ').filter((word) => word !== '');
  }

  /** People in whose name or e-mail every word stands: names that begin so first, then beginnings of words, then the rest. */
  async findByWords(
    tx: Transaction,
    words: readonly string[],
    page: { except: UserId; after: FoundKey | undefined; limit: number },
  ): Promise<Found[]> {
    return this.found(
      tx,
      `SELECT user_id, folded_name, CASE
         WHEN starts_with(folded_name, $5) THEN 0
         WHEN (SELECT bool_and(strpos(searched, ' ' || word) > 0) FROM unnest($6::text[]) word) THEN 1
         ELSE 2 END AS rank
       FROM person
       WHERE organisation_id = $1 AND user_id <> $2 AND ${words.map((_, i) => `strpos(searched, $6[${i + 1}]) > 0`).join(' AND ')}`,
      [words.join(' '), [...words]],
      page,
    );
  }

  /** People whose name or e-mail is like what was said, the likest first. Dear, so only those who share a piece are compared. */
  async findAlike(
    tx: Transaction,
    words: readonly string[],
    page: { except: UserId; after: FoundKey | undefined; limit: number },
  ): Promise<Found[]> {
    const pieces = piecesOf(words);
    if (pieces.length === 0) return [];
    const sharing = pieces.map((_, i) => `strpos(searched, ($7::text[])[${i + 1}]) > 0`).join(' OR ');
    return this.found(
      tx,
      `SELECT user_id, folded_name, 10 + round((1 - alike) * 1000)::int AS rank
       FROM (SELECT user_id, folded_name, word_similarity($5, searched) AS alike FROM person
             WHERE organisation_id = $1 AND user_id <> $2 AND (${sharing}) OFFSET 0) p
       WHERE alike >= $6::real`,
      [words.join(' '), ALIKE, pieces],
      page,
    );
  }

  private async found(
    tx: Transaction,
    select: string,
    parameters: unknown[],
    { except, after, limit }: { except: UserId; after: FoundKey | undefined; limit: number },
  ): Promise<Found[]> {
    const rows = await tx.query<FoundRow>(
      `SELECT * FROM (${select}) found
       WHERE $3::text[] IS NULL OR (rank, folded_name, user_id) > (($3::text[])[1]::int, ($3::text[])[2], ($3::text[])[3]::uuid)
       ORDER BY rank, folded_name, user_id LIMIT $4`,
      [uuidOf(tx.organisationId), uuidOf(except), after ?? null, limit, ...parameters],
    );
    return rows.map((row) => ({
      userId: idFrom('user', row.user_id),
      rank: row.rank,
      foldedName: row.folded_name,
    }));
  }
}
