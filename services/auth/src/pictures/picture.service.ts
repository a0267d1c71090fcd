import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { userUpdated, type OrganisationId, type UserId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { Uploads, type UploadLink } from '../uploads/uploads.service.ts';
import { UserRepository } from '../users/user.repository.ts';
import { snapshotOf, type User } from '../users/user.ts';
import { SquareMaker } from './square-maker.ts';
import { PictureRepository } from './picture.repository.ts';
import { addressOf, PICTURE_LIMITS, type PictureSize } from './picture.ts';

/** People's pictures: from the bytes somebody sends to the address in `avatarUrl`. */
@Injectable()
export class PictureService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly uploads: Uploads,
    private readonly maker: SquareMaker,
    private readonly pictures: PictureRepository,
    private readonly users: UserRepository,
  ) {}

  /** @throws Refused BAD_USER_INPUT, RATE_LIMITED */
  announce(
    caller: KnownCaller,
    said: { contentType: string; byteLength: number; sha256: string },
  ): Promise<UploadLink> {
    return this.uploads.grant(caller, said, PICTURE_LIMITS);
  }

  /**
   * Makes a person's picture of what comes by a link. What is refused leaves the picture they have.
   * @throws Refused NOT_FOUND, BAD_USER_INPUT, UNAVAILABLE
   */
  async receive(token: string, stream: Readable): Promise<User> {
    const { upload, bytes } = await this.uploads.receive(token, stream);
    const { organisationId, userId, contentType } = upload;
    const squares = await this.maker.make(bytes, contentType);
    const hash = createHash('sha256').update(squares.large).digest();
    return this.unitOfWork.run(organisationId, async (tx) => {
      await this.pictures.save(tx, userId, hash, squares);
      return this.show(tx, userId, addressOf(organisationId, hash));
    });
  }

  /** Takes one's picture away, and every earlier one. Without one it changes nothing. */
  remove({ organisationId, userId }: KnownCaller): Promise<User> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      await this.pictures.removeAll(tx, userId);
      const user = await this.users.findById(tx, userId);
      return user && user.avatarUrl === null ? user : this.show(tx, userId, null);
    });
  }

  /** The bytes of a picture; undefined where there is none (any more). */
  read(organisationId: OrganisationId, hash: Buffer, size: PictureSize): Promise<Buffer | undefined> {
    return this.unitOfWork.run(organisationId, (tx) => this.pictures.find(tx, hash, size));
  }

  private async show(tx: Transaction, userId: UserId, avatarUrl: string | null): Promise<User> {
    const user = await this.users.update(tx, userId, { avatarUrl });
    tx.publish(userUpdated, snapshotOf(user));
    return user;
  }
}
