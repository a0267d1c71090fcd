/** When a participant `p` was seen: how often, and since when they are in now. */
export const SEEN = `CROSS JOIN LATERAL (
    SELECT count(*) AS times, min(joined_at) FILTER (WHERE left_at IS NULL) AS joined_at
    FROM attendance a WHERE a.organisation_id = p.organisation_id AND a.participant_id = p.id
  ) seen`;

/** Whether `p` of meeting `m` is in: a stay is open, or they were let in less than `$4` seconds ago and were not seen yet. */
export const IS_IN = `(p.removed_at IS NULL AND (seen.joined_at IS NOT NULL
    OR (m.ended_at IS NULL AND seen.times = 0 AND p.admitted_at > now() - make_interval(secs => $4))))`;
