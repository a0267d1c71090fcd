import {
  LIVE_LIMITS,
  type CompleteObject,
  type KeptEvent,
  type OpenAnswer,
  type OpenQuestion,
  type ReadAnswer,
  type ReadQuestion,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import { callerOf, hashOfArguments, type Caller, type ClaimVerifier } from '@parley/identity';
import type { CursorMint } from './cursors.ts';
import type { Epoch } from './epoch.ts';
import { FleetingSource } from './fleeting-source.ts';
import { GRANT_MS, type Grant, type GrantMint } from './grants.ts';
import { KeptSource, type LoggedEvent, type Parser } from './kept-source.ts';
import { readPage } from './read-page.ts';

export type Source = KeptSource<unknown> | FleetingSource<unknown>;
type Args = Record<string, unknown>;

/** What an event looks like on the wire: its cursor beside it and inside it. */
export function withCursor(logged: LoggedEvent, cursor: string): KeptEvent {
  const event: CompleteObject = { ...logged.event, cursor };
  return { ...logged, event, cursor };
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

  /** @throws Refused */
  async open({ field, args, claim: token }: OpenQuestion): Promise<Extract<OpenAnswer, { ok: true }>> {
    const claim = await this.verifier.verify(token);
    if (claim.hash !== hashOfArguments(field, args))
      throw new Refused('UNAUTHENTICATED', 'The claim is not for these arguments.');
    const source = this.sourceOf(field);
    const caller = callerOf(claim);
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
    const place = typeof after === 'string' ? this.cursors.read(after, topic, epoch) : { seq: head, isOfEpoch: true };
    const resync = !place.isOfEpoch || place.seq > head || place.seq < oldest - 1;
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
    const { head, oldest = 1 } = await source.ends({ topic, organisationId: grant.organisationId });
    if (grant.epoch !== epoch || after > head || after < oldest - 1)
      throw new Refused('CURSOR_EXPIRED', 'This log is no longer the one you followed. Open again.');
    const finish = (event: LoggedEvent) => withCursor(event, this.cursors.mint(topic, epoch, event.seq));
    const page = await readPage(source, grant, { after, head, limit, maxBytes }, finish);
    return { ok: true, kind: 'kept', epoch, head, ...page };
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
