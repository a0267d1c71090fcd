import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { UploadLink } from '../uploads/upload.graphql.ts';
import { UserType } from '../users/user.graphql.ts';

@InputType({ description: 'The picture that will be sent. The link lets in these very bytes.' })
export class UploadPictureInput {
  @Field({ description: '`image/jpeg`, `image/png` or `image/webp`; what comes is looked at, too.' })
  contentType!: string;

  @Field(() => Int, { description: '1 to 5,242,880 bytes. Decoded it may have 40 megapixels.' })
  byteLength!: number;

  @Field({ description: 'SHA-256 of the bytes, 64 hex digits.' })
  sha256!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, RATE_LIMITED, UNAVAILABLE.' })
export class UploadPicturePayload extends UserErrors {
  @Field(() => UploadLink, {
    nullable: true,
    description: 'Where to send it. A link that one was given before is good no longer.',
  })
  upload?: UploadLink;
}

@ObjectType({ description: 'Codes: UNAVAILABLE.' })
export class RemovePicturePayload extends UserErrors {
  @Field(() => UserType, { nullable: true, description: 'The profile as it is now.' })
  user?: UserType;
}
