import { refreshCookieName } from '@parley/contracts';
import type { FastifyRequest } from 'fastify';
import type { KnownOperation } from '../graph/documents.ts';
import type { BrowserSession } from '../graph/asking.ts';
import { refusal } from '../graph/refusals.ts';
import { HttpRefusal } from './respond.ts';

/** The mutations that may read or write the refresh cookie (G10). */
const SESSION_MUTATIONS: ReadonlySet<string> = new Set(['signIn', 'signUp', 'refreshSession', 'signOut']);

/** Whether an operation is one of the four; such a mutation may ask for nothing else. */
export function opensSession({ kind, rootFields }: KnownOperation): boolean {
  return kind === 'mutation' && rootFields.some((name) => SESSION_MUTATIONS.has(name));
}

/** Decides which browser requests may touch the refresh cookie: JSON, and from our own page only. */
export class SessionDoors {
  private readonly origin: string;
  private readonly cookieName: string;

  constructor(publicUrl: string, installationId: string) {
    this.origin = new URL(publicUrl).origin;
    this.cookieName = refreshCookieName(installationId, publicUrl);
  }

  /**
   * What auth may see of this request. A program without Origin and without cookie may sign in and up.
   * @throws HttpRefusal 403 when a page of another origin asks, or a cookie comes without an Origin
   */
  enter(request: FastifyRequest, operation: KnownOperation): BrowserSession {
    const { origin, 'sec-fetch-site': site, 'user-agent': userAgent } = request.headers;
    const refuse = (message: string) => new HttpRefusal(403, [refusal('FORBIDDEN', message, request.id)]);
    if (operation.rootFields.length > 1)
      throw refuse('Signing in, up or out and refreshing stand alone in a document.');
    const cookie = this.cookieIn(request.headers.cookie);
    const isOurPage = origin === this.origin;
    const isProgram = origin === undefined && cookie === undefined && (site === undefined || site === 'none');
    if (!isOurPage && !isProgram)
      throw refuse(`Sessions are opened, refreshed and ended from ${this.origin} only. Open that address.`);
    return { cookie, origin, userAgent };
  }

  private cookieIn(header: string | undefined): string | undefined {
    const prefix = `${this.cookieName}=`;
    return header
      ?.split(';')
      .map((part) => part.trim())
      .find((part) => part.startsWith(prefix));
  }
}
