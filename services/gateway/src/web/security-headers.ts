/** Headers of every page: nothing runs but our own scripts, nobody frames us, devices are ours alone. */
export function securityHeaders(publicUrl: string, livekitPublicUrl: string | undefined): Record<string, string> {
  const here = new URL(publicUrl);
  const socket = `${here.protocol === 'https:' ? 'wss' : 'ws'}://${here.host}`;
  const livekit =
    livekitPublicUrl === undefined
      ? []
      : [livekitPublicUrl, livekitPublicUrl.replace(/^ws/, 'http')].map((url) =>
          new URL(url).origin === 'null' ? new URL(url).href.replace(/\/$/, '') : new URL(url).origin,
        );
  return {
    'content-security-policy': [
      "default-src 'self'",
      // Background blur is WebAssembly of our own; nothing is made into script from words.
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self' data:",
      "media-src 'self' blob: mediastream:",
      "worker-src 'self' blob:",
      `connect-src 'self' ${[socket, ...livekit].join(' ')}`,
      "object-src 'none'",
      "base-uri 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ].join('; '),
    'permissions-policy':
      'camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=(), payment=(), usb=()',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    ...(here.protocol === 'https:' ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
}
