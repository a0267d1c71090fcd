import {
  Field,
  Float,
  GraphQLISODateTime,
  HideField,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from '@nestjs/graphql';
import { RECORDING_CAUSES, type RecordingCause } from '@parley/contracts';
import { connectionOf, UserErrors } from '@parley/subgraph';
import { RECORDING_STATES, type RecordingState } from './recording.ts';

const words = <W extends string>(all: readonly W[]) =>
  Object.fromEntries(all.map((word) => [word, word])) as Record<W, W>;

export const RecordingStateEnum = words(RECORDING_STATES);
registerEnumType(RecordingStateEnum, {
  name: 'RecordingState',
  description: 'Where a recording stands.',
  valuesMap: {
    WAITING: { description: 'A recorder is being looked for, or is on its way in. Nothing is recorded yet.' },
    RECORDING: { description: 'The meeting is being recorded.' },
    LOST_WORKER: { description: 'The recorder was lost, and another is to go on. Until it does, nothing is recorded.' },
    FINALISING: { description: 'Nothing more is recorded; the file is being made.' },
    READY: { description: 'It can be played. With a cause: it ended before anybody ended it.' },
    FAILED: { description: 'Nothing came of it; `cause` says why.' },
  },
});

export const RecordingCauseEnum = words(RECORDING_CAUSES);
registerEnumType(RecordingCauseEnum, {
  name: 'RecordingCause',
  description: 'Why a recording failed, or ended early.',
  valuesMap: {
    STAGE_FAILED: { description: 'The recorder did not get into the meeting.' },
    CAPTURE_FAILED: { description: 'The recorder could not capture what it saw.' },
    STORAGE_FAILED: { description: 'What was captured could not be stored.' },
    WORKERS_LOST: { description: 'Recorders were lost again and again.' },
    NO_WORKER: { description: 'No recorder was free for a minute.' },
    NOTHING_RECORDED: { description: 'It was ended before anything was recorded.' },
    FINALISING_FAILED: { description: 'What was recorded could not be made into a file.' },
  },
});

@ObjectType('RecordingNotice', { description: 'A recording as it stood when something happened.' })
export class RecordingNoticeType {
  @Field(() => ID, { description: 'Opaque, `rec_…`.' })
  id!: string;

  @Field(() => RecordingStateEnum, { description: 'Where it stands.' })
  state!: RecordingState;

  @Field(() => RecordingCauseEnum, { nullable: true, description: 'Why it failed, or ended early.' })
  cause!: RecordingCause | null;

  @Field(() => String, { nullable: true, description: 'The name of whoever started it. Null while it is not known.' })
  startedByName!: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Its first moment. Null until there is one.' })
  startedAt!: Date | string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'Its last moment. Null until it is known.' })
  endedAt!: Date | string | null;

  @Field(() => Int, { nullable: true, description: 'Whole seconds that can be played. Null until there is a file.' })
  durationSeconds!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds between its first and its last moment that are not in it, rounded up. Null until there is a file.',
  })
  missingSeconds!: number | null;
}

@ObjectType('RecordingPart', { description: 'A stretch that was recorded without a break.' })
export class RecordingPartType {
  @Field(() => GraphQLISODateTime, { description: 'Its first moment.' })
  from!: Date;

  @Field(() => GraphQLISODateTime, { description: 'Its last moment; while it is being recorded, as last reported.' })
  to!: Date;
}

@ObjectType('Recording', { description: 'A recording of a meeting.' })
export class RecordingType extends RecordingNoticeType {
  @Field(() => GraphQLISODateTime, { description: 'When it was asked for.' })
  requestedAt!: Date;

  @Field(() => [RecordingPartType], {
    description: 'The stretches that were recorded, earliest first. What lies between them is missing.',
  })
  parts!: RecordingPartType[];

  @Field(() => Float, { nullable: true, description: 'Size of the file in bytes.' })
  bytes!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Address of the file, good for ten minutes; `&download=1` behind it makes it a download. Null while there is none, and for everybody but hosts, co-hosts and those who were in.',
  })
  url!: string | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the file will be deleted. Null: it is kept.' })
  expiresAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the file was deleted.' })
  deletedAt!: Date | null;

  @HideField()
  showsConsents!: boolean;
}

export const RecordingConnection = connectionOf(RecordingType, 'Recording');

@ObjectType({ description: 'What the recorders of this installation can take.' })
export class RecordingCapacity {
  @Field(() => Int, { description: 'Meetings that can be recorded at once.' })
  slots!: number;

  @Field(() => Int, { description: 'How many more, now.' })
  free!: number;
}

@InputType({ description: 'Which meeting to record.' })
export class StartRecordingInput {
  @Field(() => ID, { description: 'One of which one is host or co-host.' })
  meetingId!: string;
}

@InputType({ description: 'Which meeting to record no more.' })
export class StopRecordingInput {
  @Field(() => ID, { description: 'One of which one is host or co-host.' })
  meetingId!: string;
}

@ObjectType({ isAbstract: true })
abstract class WithRecording extends UserErrors {
  @Field(() => RecordingType, { nullable: true, description: 'The recording.' })
  recording?: RecordingType;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class StartRecordingPayload extends WithRecording {}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class StopRecordingPayload extends WithRecording {}
