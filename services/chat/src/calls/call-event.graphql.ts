import { Field, ObjectType } from '@nestjs/graphql';
import { Scoped } from '@parley/identity';
import { CallNoticeType } from './call-notice.graphql.ts';

@ObjectType({
  description:
    'Somebody calls. Ring, unless `expiresAt` has passed or a `CallSettled` of the same call has come; answer with `answerCall`.',
})
export class CallRinging {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => CallNoticeType, { description: 'The call.' })
  @Scoped('meetings:read')
  call!: CallNoticeType;
}

@ObjectType({
  description:
    'A call that one made or was called in stands elsewhere: answered (perhaps by another device), declined, missed or over. Whatever rings for it stops.',
})
export class CallSettled {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => CallNoticeType, { description: 'The call.' })
  @Scoped('meetings:read')
  call!: CallNoticeType;
}
