import {
  LIVE_LIMITS,
  type Beside,
  type CompleteObject,
  type Demand,
  type KeptEvent,
  type OpenAnswer,
  type OpenQuestion,
  type ReadAnswer,
  type ReadQuestion,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import { callerOf, hashOfArguments, refuseUnlessMet, type Caller, type ClaimVerifier } from '@parley/identity';
import type { CursorMint } from './cursors.ts';
import type { Epoch } from './epoch.ts';
import { FleetingSource } from './fleeting-source.ts';
import { GRANT_MS, type Grant, type GrantMint } from './grants.ts';
import { KeptSource, type LoggedEvent, type Parser } from './kept-source.ts';
import { readPage } from './read-page.ts';
import { StandingSource, type StandingPage } from './standing-source.ts';

export type Source = KeptSource<unknown> | FleetingSource<unknown>;
type Args = Record<string, unknown>;

/** What an event looks like on the wire: its cursor beside it and inside it. */
export function withCursor(logged: LoggedEvent, cursor: string): KeptEvent {
  const event: CompleteObject = { ...logged.event, cursor };
  return { ...logged, event, cursor };
}

/** Where standings stand beside a log, its followers' cursors are of two parts: the one of the last event, and the mark. */
function partsOf(after: unknown, hasMark: boolean): { cursor?: string; sealed?: string } {
  if (typeof after !== 'string') return {};
  const [cursor, sealed, ...more] = after.split('.');
  return hasMark && more.length === 0 && sealed !== undefined ? { cursor, sealed } : { cursor: after };
}

/** As many standings as a page has bytes for, one at least. */
function besideOf(page: StandingPage, maxBytes: number, seal: (mark: string) => string): Beside {
  const standings: Beside['standings'] = [];
  let bytes = 0;
  for (const standing of page.standings) {
    const sealed = { ...standing, mark: seal(standing.mark) };
    bytes += JSON.stringify(sealed).length;
    const last = standings.at(-1);
    if (last && bytes > maxBytes) return { standings, mark: last.mark, more: true, below: page.below };
    standings.push(sealed);
  }
  return { standings, mark: seal(page.mark), more: page.more, below: page.below };
}

/** What a schema says of the first thing it does not like; zod's errors have issues. */
function firstProblem(error: unknown): { path: string; message: string } {
  const [issue] = (error as { issues?: { path: PropertyKey[]; message: string }[] }).issues ?? [];
  return { path: issue?.path.map(String).join('.') ?? '', message: issue?.message ?? 'not valid' };
}

function parsed<T>(parser: Parser<T>, args: Args): T {
  try {
    return parser.parse(args);
  } catch (error) {
    if (error instanceof Refused) throw error;
    const { path, message } = firstProblem(error);
    throw Refused.badInput(`The arguments are not valid: ${path ? `${path}: ${message}` : message}.`, path);
  }
}

/** A service's answer to gateways: who may follow, and what the log says. It trusts claims and grants, never a gateway's word. */
export class LiveOwner {
  private readonly sources = new Map<string, Source>();
  private readonly demands = new Map<string, Demand>();

  constructor(
    private readonly verifier: ClaimVerifier,
    private readonly epoch: Epoch,
    private readonly cursors: CursorMint,
    private readonly grants: GrantMint,
  ) {}

  /** @throws Error when two sources claim one field. */
  add(source: Source): void {
    if (this.sources.has(source.field)) throw new Error(`Two live sources for ${source.field}`);
    this.sources.set(source.field, source);
  }

  /** What an access token needs to follow a field. One that nothing was said of is closed to tokens. */
  demand(field: string, demand: Demand): void {
    this.demands.set(field, demand);
  }

  /** @throws Refused */
  async open({ field, args, claim: token }: OpenQuestion): Promise<Extract<OpenAnswer, { ok: true }>> {
    const claim = await this.verifier.verify(token);
    if (claim.hash !== hashOfArguments(field, args))
      throw new Refused('UNAUTHENTICATED', 'The claim is not for these arguments.');
    const source = this.sourceOf(field);
    const caller = callerOf(claim);
    refuseUnlessMet(caller, this.demands.get(field) ?? []);
    return source instanceof KeptSource ? this.openKept(source, caller, args) : this.openFleeting(source, caller, args);
  }

  /** @throws Refused */
  async read(question: ReadQuestion): Promise<Extract<ReadAnswer, { ok: true }>> {
    const grant = this.grants.read(question.grant);
    const source = this.sourceOf(grant.field);
    if (source instanceof KeptSource) return this.readKept(source, grant, question);
    const known = question.known ?? {};
    const values = await source.values(grant.topics, grant.organisationId);
    return {
      ok: true,
      kind: 'fleeting',
      values: values.filter(({ topic, revision }) => revision > (known[topic] ?? -Infinity)),
    };
  }

  private async openKept(
    source: KeptSource<unknown>,
    caller: Caller,
    { after, ...rest }: Args,
  ): Promise<Extract<OpenAnswer, { ok: true }>> {
    const opened = await source.open(caller, parsed(source.args, rest));
    const { topic, organisationId, head, oldest = 1, intervals, audience = 'member' } = opened;
    const holder = opened.holder ?? caller.user?.userId;
    const epoch = await this.epoch.current();
    const hasMark = source instanceof StandingSource;
    const { cursor, sealed } = partsOf(after, hasMark);
    const place = cursor === undefined ? { seq: head, isOfEpoch: true } : this.cursors.read(cursor, topic, epoch);
    const since = sealed === undefined ? undefined : this.cursors.unseal(sealed, topic, epoch);
    const resync = !place.isOfEpoch || since?.isOfEpoch === false || place.seq > head || place.seq < oldest - 1;
    // A cursor of before there were marks: everything is told.
    const mark = resync || cursor === undefined ? (opened.mark ?? '') : (since?.mark ?? '');
    const start = resync ? head : place.seq;
    return {
      ok: true,
      grant: this.grants.sign({ ...this.grantFor(source, holder), topics: [topic], organisationId, intervals, epoch }),
      opened: {
        kind: 'kept',
        topic,
        epoch,
        head,
        after: start,
        cursor: this.cursors.mint(topic, epoch, start),
        ...(hasMark ? { mark: this.cursors.seal(topic, epoch, mark) } : {}),
        resync,
        intervals: [...intervals],
        ...(holder === undefined ? {} : { holder }),
        audience,
        readyType: source.readyType,
        resyncType: source.resyncType,
        tailCheckMs: [...source.tailCheckMs],
      },
    };
  }

  private async openFleeting(
    source: FleetingSource<unknown>,
    caller: Caller,
    args: Args,
  ): Promise<Extract<OpenAnswer, { ok: true }>> {
    const { topics, organisationId, audience = 'member' } = await source.open(caller, parsed(source.args, args));
    if (topics.length > LIVE_LIMITS.idsPerSubscription)
      throw Refused.badInput(`At most ${LIVE_LIMITS.idsPerSubscription} at once.`);
    const grant = this.grants.sign({
      ...this.grantFor(source, caller.user?.userId),
      topics,
      organisationId,
      intervals: [],
      epoch: '',
    });
    const values = await source.values(topics, organisationId);
    return { ok: true, grant, opened: { kind: 'fleeting', topics, values, audience, tickMs: source.tickMs } };
  }

  private async readKept(
    source: KeptSource<unknown>,
    grant: Grant,
    question: ReadQuestion,
  ): Promise<Extract<ReadAnswer, { ok: true }>> {
    const topic = grant.topics[0] as string;
    const { after = 0, limit, maxBytes } = question;
    const epoch = await this.epoch.current();
    const place = { topic, organisationId: grant.organisationId };
    const standing =
      source instanceof StandingSource
        ? await source.standings(place, this.markIn(question, topic, epoch), limit)
        : undefined;
    const { head, oldest = 1 } = standing ?? (await source.ends(place));
    if (grant.epoch !== epoch || after > head || after < oldest - 1)
      throw new Refused('CURSOR_EXPIRED', 'This log is no longer the one you followed. Open again.');
    const finish = (event: LoggedEvent) => withCursor(event, this.cursors.mint(topic, epoch, event.seq));
    const page = await readPage(source, grant, { after, head, limit, maxBytes }, finish);
    if (!standing || page.more) return { ok: true, kind: 'kept', epoch, head, ...page };
    const seal = (mark: string) => this.cursors.seal(topic, epoch, mark);
    return { ok: true, kind: 'kept', epoch, head, ...page, beside: besideOf(standing, maxBytes, seal) };
  }

  /** What has moved behind a mark of another epoch cannot be told. @throws Refused BAD_USER_INPUT, CURSOR_EXPIRED */
  private markIn({ mark: sealed }: ReadQuestion, topic: string, epoch: string): string {
    if (sealed === undefined) return '';
    const { mark, isOfEpoch } = this.cursors.unseal(sealed, topic, epoch);
    if (!isOfEpoch) throw new Refused('CURSOR_EXPIRED', 'This log is no longer the one you followed. Open again.');
    return mark;
  }

  private sourceOf(field: string): Source {
    const source = this.sources.get(field);
    if (!source) throw new Refused('NOT_FOUND', 'There is nothing to follow here.');
    return source;
  }

  private grantFor(source: Source, holder: string | undefined): Pick<Grant, 'field' | 'holder' | 'expiresAt'> {
    return { field: source.field, holder, expiresAt: Date.now() + GRANT_MS };
  }
}
