import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { requireId, settle } from '@parley/subgraph';
import { AttachmentType, PrepareUploadInput, PrepareUploadPayload } from './attachment.graphql.ts';
import { Attachments } from './attachments.service.ts';

/** The graph's door to sending files. */
@Resolver(() => AttachmentType)
export class AttachmentResolver {
  constructor(private readonly attachments: Attachments) {}

  @Mutation(() => PrepareUploadPayload, {
    description:
      'Gives a link to `PUT` a file to, for a message that is sent afterwards. Of members with an account; guests cannot send files.',
  })
  @SignedIn('chat:write')
  prepareUpload(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: PrepareUploadInput,
  ): Promise<PrepareUploadPayload> {
    return settle(async () => {
      const conversationId = requireId('conversation', input.conversationId, 'conversationId');
      const { id, token, expiresAt } = await this.attachments.prepare(caller, {
        ...input,
        byteLength: input.size,
        conversationId,
      });
      return { upload: { attachmentId: id, url: `/uploads/attachments/${token}`, expiresAt } };
    });
  }
}
