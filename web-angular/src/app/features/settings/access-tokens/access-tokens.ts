import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  inject,
  Injector,
  LOCALE_ID,
  signal,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  AccessTokensDocument,
  RevokeAccessTokenDocument,
  type TokenRowFragment,
} from '../../../graph/generated/graphql';
import { Graph } from '../../../graph/graph';
import { Loading } from '../../../graph/loading';
import { LoadFailure } from '../../../ui/load-failure';
import { RelativeTime } from '../../../ui/relative-time';
import { Toaster } from '../../../ui/toaster';
import { scopeWords } from './scope-words';
import { TokenForm, type MadeToken } from './token-form';

const PAGE = 50;

/** The access tokens of whoever is signed in: what programs may do in their name, until when, and the way to end it. */
@Component({
  selector: 'parley-access-tokens',
  imports: [LoadFailure, RelativeTime, RouterLink, TokenForm],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './access-tokens.html',
  styleUrl: './access-tokens.css',
})
export class AccessTokens {
  readonly #graph = inject(Graph);
  readonly #toaster = inject(Toaster);
  readonly #injector = inject(Injector);
  readonly #loading = new Loading();
  readonly #date = new Intl.DateTimeFormat(inject(LOCALE_ID), { dateStyle: 'medium' });
  readonly #words = new Map(scopeWords().map(({ scope, words }) => [scope, words]));
  #after: string | null = null;

  protected readonly state = this.#loading.state;
  protected readonly tokens = signal<readonly TokenRowFragment[]>([]);
  protected readonly hasMore = signal(false);
  protected readonly made = signal<MadeToken | undefined>(undefined);
  protected readonly isMaking = signal(false);
  /** The token whose end is being confirmed. */
  protected readonly asked = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);

  constructor() {
    void this.load();
  }

  protected load(): Promise<boolean> {
    return this.#loading.run(() => this.more());
  }

  /** The next page, behind what is shown. Ended tokens are left out: nothing can be done with them. */
  protected async more(): Promise<void> {
    const { nodes, pageInfo } = (await this.#graph.ask(AccessTokensDocument, { first: PAGE, after: this.#after }))
      .accessTokens;
    this.#after = pageInfo.endCursor ?? null;
    this.hasMore.set(pageInfo.hasNextPage);
    const live = (nodes as readonly TokenRowFragment[]).filter(({ revokedAt }) => !revokedAt);
    this.tokens.update((shown) => [...shown, ...live]);
  }

  protected start(): void {
    this.made.set(undefined);
    this.isMaking.set(true);
  }

  protected take(made: MadeToken): void {
    this.made.set(made);
    this.isMaking.set(false);
    this.tokens.update((shown) => [made.token, ...shown]);
    this.#focus('token-made');
  }

  protected async copy(secret: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(secret);
      this.#toaster.show($localize`:@@tokenCopied:Token copied`);
    } catch {
      this.#toaster.show(
        $localize`:@@tokenNotCopied:Copying is not allowed here. Select the token and copy it yourself.`,
      );
    }
  }

  protected ask(id: string): void {
    this.asked.set(id);
    this.#focus(`keep-${id}`);
  }

  protected keep(id: string): void {
    this.asked.set(undefined);
    this.#focus(`revoke-${id}`);
  }

  protected async revoke(id: string): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    try {
      const { userErrors } = (await this.#graph.ask(RevokeAccessTokenDocument, { input: { id } })).revokeAccessToken;
      const [refusal] = userErrors;
      if (refusal && refusal.code !== 'NOT_FOUND') return this.#toaster.show(refusal.message);
      this.asked.set(undefined);
      if (this.made()?.token.id === id) this.made.set(undefined);
      this.tokens.update((shown) => shown.filter((token) => token.id !== id));
      this.#toaster.show($localize`:@@tokenRevoked:Token revoked. Programs that used it are cut off.`);
      this.#focus('tokens-title');
    } catch {
      this.#toaster.show($localize`:@@tokenNotRevoked:The token could not be revoked. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
  }

  protected isOver(token: TokenRowFragment): boolean {
    return Date.parse(token.expiresAt) <= Date.now();
  }

  protected day(time: string): string {
    return this.#date.format(new Date(time));
  }

  protected revokeLabel(name: string): string {
    return $localize`:@@tokenRevokeOf:Revoke ${name}:name:`;
  }

  protected wordsOf(scopes: readonly string[]): string {
    return scopes.map((scope) => this.#words.get(scope) ?? scope).join(' · ');
  }

  #focus(id: string): void {
    afterNextRender({ read: () => document.getElementById(id)?.focus() }, { injector: this.#injector });
  }
}
