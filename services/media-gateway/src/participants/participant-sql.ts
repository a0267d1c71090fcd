/** When a participant `p` was seen: how often, and since when they are in now. */
export const SEEN = `CROSS JOIN LATERAL (
    SELECT count(*) AS times, min(joined_at) FILTER (WHERE left_at IS NULL) AS joined_at
    FROM attendance a WHERE a.organisation_id = p.organisation_id AND a.participant_id = p.id
  ) seen`;

/** Whether no session of their meeting has ended since `p` was let in: with one, what let them in opens nothing more. */
export const IS_OF_NOW = `NOT EXISTS (SELECT FROM meeting_session past
    WHERE past.organisation_id = p.organisation_id AND past.meeting_id = p.meeting_id AND past.ended_at >= p.admitted_at)`;

/** Whether `p` of meeting `m` is in: a stay is open, or they were let in less than `$4` seconds ago and were not seen yet. */
export const IS_IN = `(p.removed_at IS NULL AND (seen.joined_at IS NOT NULL
    OR (m.ended_at IS NULL AND seen.times = 0 AND p.admitted_at > now() - make_interval(secs => $4) AND ${IS_OF_NOW})))`;
