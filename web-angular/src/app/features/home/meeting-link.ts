/** The code in what somebody typed or pasted: a bare code, a link, or a link without its scheme. Nothing where there is none. */
export function codeIn(typed: string): string | undefined {
  const text = typed.trim();
  const inLink = /\/m\/([^/?#\s]+)/.exec(text)?.[1];
  const code = inLink ?? text;
  return /^[A-Za-z0-9_-]{3,64}$/.test(code) ? code : undefined;
}
