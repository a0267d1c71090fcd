/** Whether user `user` was called into meeting `meeting` (SQL expressions), and knows of it; `$1`: the organisation. */
export const wasCalled = (meeting: string, user: string): string => `EXISTS (
  SELECT FROM call c JOIN call_party cp ON cp.organisation_id = c.organisation_id AND cp.call_id = c.id
  WHERE c.organisation_id = $1 AND c.meeting_id = ${meeting} AND cp.user_id = ${user} AND NOT cp.is_silent)`;
