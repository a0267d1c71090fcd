/** Whether user `user` was made a host or co-host of meeting `meeting` (SQL expressions); whoever made it needs no role. `$1`: the organisation. */
export const moderates = (meeting: string, user: string): string => `EXISTS (SELECT FROM meeting_role r
  WHERE r.organisation_id = $1 AND r.meeting_id = ${meeting} AND r.user_id = ${user} AND r.role IN ('HOST', 'CO_HOST'))`;
