import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { settle } from '@parley/subgraph';
import { UserType } from '../users/user.graphql.ts';
import { viewOf } from '../users/user.view.ts';
import { RemovePicturePayload, UploadPictureInput, UploadPicturePayload } from './picture.graphql.ts';
import { PictureService } from './picture.service.ts';

/** The graph's door to one's own picture. */
@Resolver(() => UserType)
export class PictureResolver {
  constructor(private readonly pictures: PictureService) {}

  @Mutation(() => UploadPicturePayload, {
    description: 'Gives a link to `PUT` one’s picture to. Its middle square is shown once the bytes have come.',
  })
  @SignedIn('profile:write')
  uploadPicture(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: UploadPictureInput,
  ): Promise<UploadPicturePayload> {
    return settle(async () => {
      const { token, expiresAt } = await this.pictures.announce(caller, input);
      return { upload: { url: `/uploads/pictures/${token}`, expiresAt } };
    });
  }

  @Mutation(() => RemovePicturePayload, { description: 'Takes one’s picture away, and every earlier one.' })
  @SignedIn('profile:write')
  removePicture(@CurrentCaller() caller: KnownCaller): Promise<RemovePicturePayload> {
    return settle(async () => ({ user: viewOf(await this.pictures.remove(caller), caller) }));
  }
}
