import {
  Args,
  Directive,
  ID,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
  ResolveReference,
} from '@nestjs/graphql';
import { parseId, type UserId } from '@parley/contracts';
import { CurrentCaller, EntityRef, Public, SignedIn, type Caller, type KnownCaller } from '@parley/identity';
import { requireId, settle, type SubgraphContext } from '@parley/subgraph';
import type { AdmissionUnion } from '../admission/admission.graphql.ts';
import { Admissions } from '../admission/admission.view.ts';
import { nonceOf } from '../meetings/client-nonce.ts';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { MeetingType } from '../meetings/meeting.graphql.ts';
import type { MeetingView } from '../meetings/meeting.view.ts';
import { CallAnswers } from './call-answers.ts';
import {
  AnswerCallInput,
  AnswerCallPayload,
  CallType,
  HangUpInput,
  HangUpPayload,
  InviteToCallInput,
  InviteToCallPayload,
  StartCallInput,
  StartCallPayload,
} from './call.graphql.ts';
import { CallReader } from './call-reader.service.ts';
import { CallService } from './call.service.ts';
import type { Call } from './call.ts';

const people = (userIds: readonly string[]): UserId[] => userIds.map((id) => requireId('user', id, 'userIds'));

/** The graph's door to calls. */
@Resolver(() => CallType)
export class CallResolver {
  constructor(
    private readonly calls: CallService,
    private readonly answers: CallAnswers,
    private readonly reader: CallReader,
    private readonly meetings: MeetingReader,
    private readonly admissions: Admissions,
  ) {}

  @Query(() => CallType, { nullable: true, description: 'A call that one made or was called in; null for others.' })
  @SignedIn('meetings:read')
  call(
    @CurrentCaller() caller: KnownCaller,
    @Args('id', { type: () => ID, description: 'Its id.' }) id: string,
  ): Promise<CallType | null> {
    return this.reader.byId(caller, requireId('call', id, 'id'));
  }

  @Query(() => [CallType], {
    description:
      'Calls that ring for one now, ten at most: for a page that has just been opened. The inbox tells of the next.',
  })
  @Directive('@listSize(assumedSize: 2)')
  @SignedIn('meetings:read')
  ringingCalls(@CurrentCaller() caller: KnownCaller): Promise<CallType[]> {
    return this.reader.ringing(caller);
  }

  @ResolveReference()
  @EntityRef()
  async resolveReference(reference: { id: string }, context: SubgraphContext): Promise<CallType | null> {
    const id = parseId('call', reference.id);
    return id && context.caller.user ? this.reader.byId(context.caller.user, id) : null;
  }

  @ResolveField(() => MeetingType, {
    description: 'Where it takes place: an ordinary meeting, for those who are called.',
  })
  @SignedIn()
  async meeting(@Parent() call: CallType, @CurrentCaller() caller: KnownCaller): Promise<MeetingView> {
    return this.meetings.viewOf(await this.reader.meeting(caller, call.meetingId), caller);
  }

  @Mutation(() => StartCallPayload, {
    description:
      'Rings people on all their devices until one answers, they decline, or 45 s have passed (as the installation says). The caller is in at once.',
  })
  @SignedIn('meetings:join')
  startCall(
    @CurrentCaller('anyone') asking: Caller,
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: StartCallInput,
  ): Promise<StartCallPayload> {
    return settle(async () => {
      const clientNonce = nonceOf(input.clientNonce);
      const userIds = people(input.userIds);
      const conversationId = input.conversationId
        ? requireId('conversation', input.conversationId, 'conversationId')
        : null;
      const call = await this.calls.start(caller, { userIds, kind: input.kind, conversationId, clientNonce });
      const admission = call.endedAt ? null : await this.admit(asking, caller, call, clientNonce);
      return { call: await this.reader.view(caller, call), admission };
    });
  }

  @Mutation(() => InviteToCallPayload, { description: 'Rings more people into a call that one is in.' })
  @SignedIn('meetings:join')
  inviteToCall(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: InviteToCallInput,
  ): Promise<InviteToCallPayload> {
    return settle(async () => {
      const id = requireId('call', input.callId, 'callId');
      return { call: await this.reader.view(caller, await this.calls.invite(caller, id, people(input.userIds))) };
    });
  }

  @Mutation(() => AnswerCallPayload, {
    description: 'Accepts or declines a call that rings. Of several devices that accept, one is let in.',
  })
  @SignedIn('meetings:join')
  answerCall(
    @CurrentCaller('anyone') asking: Caller,
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: AnswerCallInput,
  ): Promise<AnswerCallPayload> {
    return settle(async () => {
      const clientNonce = nonceOf(input.clientNonce);
      const id = requireId('call', input.callId, 'callId');
      const { call, isAnsweredElsewhere } = await this.answers.answer(caller, id, input.accept, clientNonce);
      const comesIn = input.accept && !isAnsweredElsewhere;
      const admission = comesIn ? await this.admit(asking, caller, call, clientNonce) : null;
      return { call: await this.reader.view(caller, call), admission, isAnsweredElsewhere };
    });
  }

  @Mutation(() => HangUpPayload, {
    description:
      'Out of a call. It ends for everybody when nobody has come yet and one called, or when at most one other person is left.',
  })
  @SignedIn('meetings:join')
  hangUp(@CurrentCaller() caller: KnownCaller, @Args('input') input: HangUpInput): Promise<HangUpPayload> {
    return settle(async () => {
      const id = requireId('call', input.callId, 'callId');
      return { call: await this.reader.view(caller, await this.answers.hangUp(caller, id)) };
    });
  }

  private async admit(
    asking: Caller,
    caller: KnownCaller,
    { meetingId }: Call,
    clientNonce: string | null,
  ): Promise<typeof AdmissionUnion> {
    const { code } = await this.reader.meeting(caller, meetingId);
    return this.admissions.ask(asking, { code, clientNonce });
  }
}

/** The field of a meeting that leads to its call. */
@Resolver(() => MeetingType)
export class MeetingCallResolver {
  constructor(private readonly reader: CallReader) {}

  @ResolveField(() => CallType, {
    nullable: true,
    description: 'The call that it is. Null where it is none, and for whoever was not called.',
  })
  @Public('meetings:read')
  async call(@Parent() { id }: MeetingView, @CurrentCaller('anyone') { user }: Caller): Promise<CallType | null> {
    return user ? this.reader.ofMeeting(user, id) : null;
  }
}
