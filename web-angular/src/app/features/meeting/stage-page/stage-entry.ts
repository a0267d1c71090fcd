/** How a stage page comes into the room. */
export type StageEntry =
  /** By our own job: the credential is in the fragment, which no server and no log sees. */
  | { readonly by: 'credential'; readonly credential: string; readonly layout: StageLayout }
  /** By LiveKit Egress, which brings a token of its own (`template_base`). */
  | { readonly by: 'egress'; readonly url: string; readonly token: string; readonly layout: StageLayout };

/** Everybody alike, or whoever speaks large. A shared screen is large in both. */
export type StageLayout = 'grid' | 'speaker';

/** Reads the address of a stage page; undefined: nothing lets it in. */
export function readStageEntry(address: { readonly hash: string; readonly search: string }): StageEntry | undefined {
  const query = new URLSearchParams(address.search);
  // Egress names them `speaker-light`, `single-speaker`, `grid-dark` and so on.
  const layout = query.get('layout')?.includes('speaker') ? 'speaker' : 'grid';
  const credential = decodeURIComponent(address.hash.slice(1));
  if (credential) return { by: 'credential', credential, layout };
  const [url, token] = [query.get('url'), query.get('token')];
  return url && token ? { by: 'egress', url, token, layout } : undefined;
}
