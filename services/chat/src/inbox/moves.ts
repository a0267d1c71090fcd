import { Inject, Injectable, Logger } from '@nestjs/common';
import { idInTopic, topics, type ConversationId, type OrganisationId, type UserId } from '@parley/contracts';
import { LivePublisher } from '@parley/live';
import { UnitOfWork } from '@parley/persistence';
import { StandingRepository } from './standing.repository.ts';
import { movedForAll, movedForOne, type Moves, type StandingOfConversation } from './standing.ts';

/** What moves within it is told once, in milliseconds. */
const TICK_MS = 150;
/** Conversations that are read at once; each has a thousand members at most. */
const AT_ONCE = 20;

const INBOXES = topics.inbox('' as UserId);

/**
 * Tells inboxes how the conversations stand that moved, joined per tick: one statement and one message on the wire for a conversation,
 * however many are in it and however much is said. Nothing is stored and what is lost is lost: gateways ask (`InboxSource.standings`).
 */
@Injectable()
export class ConversationMoves {
  private readonly due = new Map<OrganisationId, Moves>();
  private readonly logger = new Logger('inbox');
  private isTicking = false;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly standings: StandingRepository,
    private readonly live: LivePublisher,
  ) {}

  /** It has moved, and that is committed. `only`: for this member alone. */
  note(organisationId: OrganisationId, id: ConversationId, only?: UserId): void {
    let moves = this.due.get(organisationId);
    if (!moves) this.due.set(organisationId, (moves = { forAll: new Set(), forOne: new Map() }));
    if (only === undefined) moves.forAll.add(id);
    else moves.forOne.set(id, (moves.forOne.get(id) ?? new Set()).add(only));
    this.arm();
  }

  private arm(): void {
    if (this.isTicking) return;
    this.isTicking = true;
    setTimeout(() => void this.tick(), TICK_MS).unref();
  }

  private async tick(): Promise<void> {
    const due = [...this.due];
    this.due.clear();
    for (const [organisationId, moves] of due)
      for (const some of portions(moves))
        await this.tell(organisationId, some).catch((error) => this.logger.error(error));
    this.isTicking = false;
    if (this.due.size > 0) this.arm();
  }

  private async tell(organisationId: OrganisationId, moves: Moves): Promise<void> {
    const moved = await this.unitOfWork.run(organisationId, (tx) => this.standings.ofMoves(tx, moves));
    for (const one of moved) this.publish(one);
  }

  private publish({ conversationId, lastSeq, newest, members }: StandingOfConversation): void {
    this.live.publishStanding('chat', {
      key: conversationId,
      event: movedForAll(conversationId, lastSeq, newest),
      under: INBOXES,
      to: members.map(({ userId, unreadCount, revision, moved, inboxSeq, joinedSeq }) => [
        idInTopic(topics.inbox(userId)),
        inboxSeq,
        revision,
        moved,
        movedForOne(unreadCount, joinedSeq, newest),
      ]),
    });
  }
}

/** A few conversations at a time; what all are told is not told to one of them besides. */
function* portions({ forAll, forOne }: Moves): Iterable<Moves> {
  const ids = [...forAll, ...[...forOne.keys()].filter((id) => !forAll.has(id))];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    yield {
      forAll: new Set(some.filter((id) => forAll.has(id))),
      forOne: new Map(some.flatMap((id) => (forAll.has(id) ? [] : [[id, forOne.get(id) as Set<UserId>] as const]))),
    };
  }
}
