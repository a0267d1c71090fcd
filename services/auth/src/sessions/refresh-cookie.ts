import { refreshCookieName } from '@parley/contracts';
import { REFRESH_TOKEN_DAYS } from './refresh-token.ts';

/** How this installation keeps its refresh token in a browser (G10). */
export class RefreshCookie {
  private readonly name: string;
  private readonly attributes: string;

  constructor(installationId: string, publicUrl: string) {
    this.name = refreshCookieName(installationId, publicUrl);
    this.attributes = `Path=/; HttpOnly; SameSite=Strict${publicUrl.startsWith('https:') ? '; Secure' : ''}`;
  }

  read(header: string | string[] | undefined): string | undefined {
    const pairs = String(header ?? '')
      .split(';')
      .map((pair) => pair.trim());
    return pairs.find((pair) => pair.startsWith(`${this.name}=`))?.slice(this.name.length + 1);
  }

  /** `Set-Cookie` that keeps this token. */
  keep(token: string): string {
    return `${this.name}=${token}; Max-Age=${REFRESH_TOKEN_DAYS * 86_400}; ${this.attributes}`;
  }

  /** `Set-Cookie` that forgets it. */
  forget(): string {
    return `${this.name}=; Max-Age=0; ${this.attributes}`;
  }
}

/** Plain http elsewhere than on loopback would send passwords in the clear, and browsers refuse our cookie there. */
export function isSafeAddress(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return (
    protocol === 'https:' ||
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\./.test(hostname)
  );
}
