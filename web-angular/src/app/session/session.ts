import { computed, Injectable, signal } from '@angular/core';
import {
  RefreshSessionDocument,
  SignInDocument,
  SignOutDocument,
  SignUpDocument,
  WhoAmIDocument,
} from '../graph/generated/graphql';
import type { SignInInput, SignUpInput } from '../graph/generated/graphql';
import { GraphError } from '../graph/graph-error';
import { post } from '../graph/http';
import type { UserError } from '../graph/user-error';
import { AccessToken, isFresh, received, renewIn } from './access-token';
import { Me, recall, remember } from './remembered';
import { inTurn, tabLine } from './tabs';

/** `restoring`: remembered, and being refreshed. The page is drawn meanwhile. */
export type SessionState = 'restoring' | 'signed-in' | 'signed-out';
/** What signing in or up refused, by field; empty means it worked. */
export type Refusals = readonly UserError[];

interface Entry {
  readonly session?: { readonly accessToken: string; readonly expiresAt: string } | null;
  readonly user?: Me | null;
  readonly userErrors: Refusals;
}

/**
 * Who is signed in, and the access token that proves it: in memory only, renewed by cookie before it expires, one tab at a
 * time. Refuses to guess: a refresh that is refused signs out, one that nobody answers does not.
 */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly #me = signal<Me | null>(recall());
  readonly #token = signal<AccessToken | null>(null);
  readonly #state = signal<SessionState>(this.#me() ? 'restoring' : 'signed-out');
  readonly #tell = tabLine((news) => {
    if (news.kind === 'signed-out') this.#leave();
    else if (news.userId === this.#me()?.id) this.#hold(news.token);
    else location.reload();
  });
  #refreshing: Promise<string> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly state = this.#state.asReadonly();
  readonly me = this.#me.asReadonly();
  /** The bearer in use, for who must tell a socket of a new one. */
  readonly bearer = computed(() => this.#token()?.bearer ?? null);

  /** Takes the session up again from the cookie. Somebody whom this browser does not remember is tried quietly. */
  restore(): void {
    void this.#refresh().catch(() => this.#hurry());
    addEventListener('online', () => void this.token().catch(() => undefined));
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#state() !== 'signed-out') void this.token().catch(() => undefined);
    });
  }

  /** A bearer that is good for a request now. @throws GraphError UNAUTHENTICATED or OFFLINE */
  async token(): Promise<string> {
    const token = this.#token();
    return isFresh(token, Date.now()) ? token.bearer : this.#refresh();
  }

  /** A bearer other than the one just refused. @throws GraphError */
  async renewed(refused: string): Promise<string> {
    const token = this.#token();
    return token && token.bearer !== refused ? token.bearer : this.#refresh();
  }

  /** Signs in. @throws GraphError when nobody answered */
  async signIn(input: SignInInput): Promise<Refusals> {
    return this.#enter((await post(SignInDocument, { input })).signIn);
  }

  /** Makes an account and signs in. @throws GraphError when nobody answered */
  async signUp(input: SignUpInput): Promise<Refusals> {
    return this.#enter((await post(SignUpDocument, { input })).signUp);
  }

  /** Ends the session here and in the other tabs of this browser. */
  async signOut(): Promise<void> {
    const token = await this.token().catch(() => undefined);
    await post(SignOutDocument, {}, token && `Bearer ${token}`).catch(() => undefined);
    this.#tell({ kind: 'signed-out' });
    this.#leave('/sign-in');
  }

  /** Takes over what changed in one's own profile; another language is spoken once the page is loaded anew. */
  changed(part: Partial<Omit<Me, 'id'>>): void {
    const me = this.#me();
    if (me) this.#know({ ...me, ...part });
  }

  async #enter({ session, user, userErrors }: Entry): Promise<Refusals> {
    if (!session) return userErrors;
    const token = received(session.accessToken, session.expiresAt, Date.now());
    this.#know(user ?? (await post(WhoAmIDocument, {}, `Bearer ${token.bearer}`)).me);
    this.#take(token);
    return userErrors;
  }

  #refresh(): Promise<string> {
    const before = this.#token();
    this.#refreshing ??= inTurn(() => this.#exchange(before)).finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  /** Trades the cookie for a token, unless another tab handed one over while this one waited for its turn. */
  async #exchange(before: AccessToken | null): Promise<string> {
    const held = this.#token();
    if (held !== before && isFresh(held, Date.now())) return held.bearer;
    const { refreshSession } = await post(RefreshSessionDocument, {}).catch((error: unknown) => {
      if (error instanceof GraphError && error.code === 'UNAUTHENTICATED') return { refreshSession: { session: null } };
      throw error;
    });
    if (!refreshSession.session) {
      if (this.#state() !== 'signed-out') this.#leave();
      throw new GraphError('UNAUTHENTICATED');
    }
    const token = received(refreshSession.session.accessToken, refreshSession.session.expiresAt, Date.now());
    const asked = this.#state() === 'signed-in' ? undefined : post(WhoAmIDocument, {}, `Bearer ${token.bearer}`);
    if (!this.#me()) this.#know((await asked)!.me);
    else void asked?.then(({ me }) => this.#know(me)).catch(() => undefined);
    this.#take(token);
    return token.bearer;
  }

  #know(me: Me): void {
    this.#me.set({
      id: me.id,
      displayName: me.displayName,
      avatarUrl: me.avatarUrl ?? null,
      locale: me.locale ?? null,
    });
    remember(this.#me());
  }

  #take(token: AccessToken): void {
    this.#hold(token);
    this.#tell({ kind: 'token', userId: this.#me()?.id ?? '', token });
  }

  #hold(token: AccessToken): void {
    this.#token.set(token);
    this.#state.set('signed-in');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.#refresh().catch(() => this.#hurry()),
      renewIn(token, Date.now(), Math.random()),
    );
  }

  /** Nobody answered: try again soon, as long as somebody is signed in. */
  #hurry(): void {
    if (this.#state() === 'signed-out') return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh().catch(() => this.#hurry()), 5000);
  }

  /** Forgets everything of this person by loading the page anew: no store can leak into the next session. */
  #leave(to = `/sign-in?return=${encodeURIComponent(location.pathname + location.search)}`): void {
    const wasSignedIn = this.#state() !== 'signed-out';
    this.#state.set('signed-out');
    this.#token.set(null);
    clearTimeout(this.#timer);
    remember(null);
    if (wasSignedIn) location.assign(to);
  }
}
