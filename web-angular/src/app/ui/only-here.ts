/** Whether a link leads to this very computer wherever it is opened: nobody else's browser finds us there. */
export function worksOnlyHere(link: string): boolean {
  const { hostname } = new URL(link);
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname);
}
