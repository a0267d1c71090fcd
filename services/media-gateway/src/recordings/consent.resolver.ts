import { Args, Directive, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { parseId } from '@parley/contracts';
import { CurrentCaller, Public, type Caller } from '@parley/identity';
import { listSize, settle, type ConnectionOf } from '@parley/subgraph';
import { claimedIn } from '../participants/claimed-in.ts';
import {
  ConsentToRecordingInput,
  ConsentToRecordingPayload,
  RecordingConsentConnection,
  type RecordingConsent,
} from './consent.graphql.ts';
import { ConsentService } from './consent.service.ts';
import { RecordingType } from './recording.graphql.ts';

/** The graph's door to what people say to being recorded. */
@Resolver(() => RecordingType)
export class ConsentResolver {
  constructor(private readonly service: ConsentService) {}

  @Mutation(() => ConsentToRecordingPayload, {
    description:
      'Says whether one may be recorded, in a meeting one is in; who may not leaves it. It is kept, with the text one was shown. Guests show their token.',
  })
  @Public('meetings:join')
  consentToRecording(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: ConsentToRecordingInput,
  ): Promise<ConsentToRecordingPayload> {
    return settle(async () => ({ recording: await this.service.say(caller, claimedIn(input), input) }));
  }

  @ResolveField(() => RecordingConsentConnection, {
    nullable: true,
    description: 'What people said to being recorded, in the order of time. Null for everybody but hosts and co-hosts.',
  })
  @Directive(listSize('first'))
  @Public('recordings:read')
  async consents(
    @Parent() recording: RecordingType,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<ConnectionOf<RecordingConsent> | null> {
    const id = parseId('recording', recording.id);
    return id && recording.showsConsents ? this.service.list(id, { first, after: after ?? null }) : null;
  }
}
