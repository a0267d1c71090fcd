/**
 * Name of the refresh cookie. Ports share cookies, so it holds the installation's id; on https the `__Host-` prefix
 * makes browsers demand Secure, Path=/ and no Domain. On loopback http neither works everywhere (G10).
 */
export function refreshCookieName(installationId: string, publicUrl: string): string {
  const name = `parley_refresh_${installationId}`;
  return publicUrl.startsWith('https:') ? `__Host-${name}` : name;
}
