import { Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';

@ObjectType('Attachment', { description: 'A file in a message.' })
export class AttachmentType {
  @Field(() => ID, { description: 'Opaque, `att_…`.' })
  id!: string;

  @Field({ description: 'What its sender called it, 1–255 characters, without a path.' })
  name!: string;

  @Field({
    description:
      'MIME type. `image/png`, `image/jpeg`, `image/webp` and `image/gif` are known from the bytes; others are what its sender said, unless the bytes say otherwise.',
  })
  type!: string;

  @Field(() => Int, { description: 'Bytes.' })
  size!: number;

  @Field({
    description:
      'A path at this origin, good for one hour at least; read the message again for a fresh one. Pictures are shown, everything else is an attachment; `&download=1` makes everything one.',
  })
  url!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The same for a small WebP picture of it, 960 pixels a side at most; null of what is no picture.',
  })
  previewUrl!: string | null;

  @Field(() => Int, { nullable: true, description: 'Width of a picture, in pixels, upright.' })
  width!: number | null;

  @Field(() => Int, { nullable: true, description: 'Height of a picture, in pixels, upright.' })
  height!: number | null;
}

@InputType({ description: 'The file that will be sent. The link lets in these very bytes.' })
export class PrepareUploadInput {
  @Field(() => ID, { description: 'A conversation one may write in.' })
  conversationId!: string;

  @Field({ description: '1–255 characters. Marks of direction are taken out.' })
  name!: string;

  @Field(() => Int, { description: 'Bytes: 1 up to what the installation takes (50 MiB unless it says otherwise).' })
  size!: number;

  @Field({ description: 'MIME type; what comes is looked at, too. Empty: any.' })
  type!: string;

  @Field({ description: 'SHA-256 of the bytes, 64 hex digits.' })
  sha256!: string;
}

@ObjectType({
  description: 'Where to `PUT` the bytes that were announced: once, whole, without any other credential.',
})
export class AttachmentUpload {
  @Field(() => ID, {
    description: 'Its id, for `sendMessage` once the bytes are there. Used by nobody, it is gone after a day.',
  })
  attachmentId!: string;

  @Field({ description: 'A path at this origin. Whoever has it may send those very bytes.' })
  url!: string;

  @Field(() => GraphQLISODateTime, { description: 'Until when they must have begun to come: five minutes.' })
  expiresAt!: Date;
}

@ObjectType({
  description:
    'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, RATE_LIMITED, UNAVAILABLE. Repeating it does no harm: a link that is not used ends by itself.',
})
export class PrepareUploadPayload extends UserErrors {
  @Field(() => AttachmentUpload, { nullable: true, description: 'Where to send it.' })
  upload?: AttachmentUpload;
}
