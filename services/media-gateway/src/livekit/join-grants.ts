/** LiveKit takes a token for this many seconds after its expiry, and before its time. */
export const LEEWAY_SECONDS = 60;
/** Seconds that the tokens live which LiveKit hands out itself to whoever is connected, signed with our key. */
export const REFRESHED_TOKEN_SECONDS = 600;

/** What may be published, as tokens name it. */
export const SOURCES = ['camera', 'microphone', 'screen_share', 'screen_share_audio'] as const;
export type Source = (typeof SOURCES)[number];

/** The widest that a join token of ours grants within its room. The gate lets no wider one pass (ADR 7). */
export const WIDEST_GRANTS = {
  canSubscribe: true,
  canPublish: true,
  canPublishSources: SOURCES,
  canPublishData: false,
  canUpdateOwnMetadata: false,
} as const;
