import { Controller, Get, Inject, Param, Put, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { LOGGER } from '@parley/bus';
import { idFrom } from '@parley/contracts';
import { Public } from '@parley/identity';
import { answerUpload } from '@parley/storage';
import type { Logger } from '@parley/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { SIZES, type PictureSize } from './picture.ts';
import { PictureService } from './picture.service.ts';

/** A week: a picture that was taken away leaves the browsers that have it, too. */
const KEEP = 'private, max-age=604800, immutable';
const sizeOf = new Map<string, PictureSize>([
  [`${SIZES.large}.webp`, 'large'],
  [`${SIZES.small}.webp`, 'small'],
]);

/** Pictures over HTTP: in by a link that is good once, out by an address that names the content. The gateway passes both on. */
@Controller()
export class PictureController {
  constructor(
    private readonly pictures: PictureService,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
  ) {
    // A command of this service, such as reset-password, serves nothing.
    const http = host.httpAdapter?.getInstance<FastifyInstance>();
    // Left as they come: `announcedBytes` reads them, and counts.
    http?.addContentTypeParser(/^(image\/|application\/octet-stream)/, (_request, _body, done) => done(null));
  }

  @Put('uploads/pictures/:token')
  @Public()
  async receive(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await answerUpload(
      reply,
      async () => ({ avatarUrl: (await this.pictures.receive(token, request.raw)).avatarUrl }),
      (error) => this.log.error({ err: error }, 'a picture could not be taken'),
    );
  }

  /** HEAD comes here too. */
  @Get('pictures/:organisation/:hash/:file')
  @Public()
  async read(
    @Param() { organisation, hash, file }: { organisation: string; hash: string; file: string },
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const size = sizeOf.get(file);
    const isAddress = /^[0-9a-f]{32}$/.test(organisation) && /^[0-9a-f]{64}$/.test(hash);
    const bytes =
      size && isAddress
        ? await this.pictures.read(idFrom('organisation', organisation), Buffer.from(hash, 'hex'), size)
        : undefined;
    void reply.header('x-content-type-options', 'nosniff');
    if (!bytes) return void reply.code(404).type('text/plain; charset=utf-8').send('There is no such picture.');
    await reply
      .type('image/webp')
      .header('cache-control', KEEP)
      .header('content-disposition', 'inline; filename="picture.webp"')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(bytes);
  }
}
