import { Controller, Get, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { LOGGER } from '@parley/bus';
import { Public } from '@parley/identity';
import { isPictureType } from '@parley/pictures';
import { answerUpload, disposition, serveObject, type ServedObject, type ServeRefusal } from '@parley/storage';
import type { Logger } from '@parley/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AttachmentLinks, type AddressRefusal, type FilePart } from './attachment-links.ts';
import type { ReadableFile } from './attachment.repository.ts';
import { ANY_TYPE } from './attachment.ts';
import { Attachments } from './attachments.service.ts';
import { keyOf, type Files } from './files.ts';
import { FILES } from './tokens.ts';

const REFUSED: Record<AddressRefusal | ServeRefusal, [number, string]> = {
  unsigned: [403, 'This link is not one of ours. Open the file from its message.'],
  expired: [410, 'This link has expired. Open the file from its message again.'],
  gone: [404, 'This file is not there any more.'],
  outside: [416, 'This part of the file does not exist.'],
  silent: [503, 'The file cannot be read right now. Try again in a moment.'],
};

/** Files over HTTP: in by a link that is good once, out by a signed address. The gateway passes both on. */
@Controller()
export class AttachmentController {
  constructor(
    private readonly attachments: Attachments,
    private readonly links: AttachmentLinks,
    @Inject(FILES) private readonly files: Files | null,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
  ) {
    // Left as they come: `announcedBytes` reads them, and counts. The gateway says no type, so that none is parsed here.
    host.httpAdapter?.getInstance<FastifyInstance>().addContentTypeParser('*', (_request, _body, done) => done(null));
  }

  @Put('uploads/attachments/:token')
  @Public()
  async receive(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await answerUpload(
      reply,
      async () => ({ attachmentId: await this.attachments.receive(token, request.raw) }),
      (error) => this.log.error({ err: error }, 'a file could not be taken'),
    );
  }

  /** HEAD comes here too. */
  @Get('files/:organisation/:attachment/:part')
  @Public()
  async read(
    @Param() place: { organisation: string; attachment: string; part: string },
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = this.links.read(place, query);
    if (typeof address === 'string') return refuse(reply, address);
    const file = this.files && (await this.attachments.find(address).catch((error: unknown) => this.complain(error)));
    if (file === null) return refuse(reply, 'silent');
    if (file === undefined || !this.files) return refuse(reply, 'gone');
    const object = objectOf(`${keyOf(address)}/${address.part}`, address.part, file, query.download === '1');
    const refusal = await serveObject(this.files.storage, object, request, reply, (error) => this.complain(error));
    if (refusal) refuse(reply, refusal);
  }

  private complain(error: unknown): null {
    this.log.error({ err: error }, 'a file cannot be read');
    return null;
  }
}

/** Only what is known to be a picture is shown as what it is; everything else is bytes to be saved. */
function objectOf(key: string, part: FilePart, { name, type }: ReadableFile, isDownload: boolean): ServedObject {
  const isShown = part === 'preview' || isPictureType(type);
  return {
    key,
    contentType: part === 'preview' ? 'image/webp' : isShown ? type : ANY_TYPE,
    disposition: disposition(
      isShown && !isDownload ? 'inline' : 'attachment',
      part === 'preview' ? `${name}.webp` : name,
    ),
    policy: "default-src 'none'; sandbox",
    // Its address changes every hour, and what it names never does.
    caching: 'private, max-age=3600, immutable',
  };
}

function refuse(reply: FastifyReply, why: AddressRefusal | ServeRefusal): void {
  const [status, sentence] = REFUSED[why];
  void reply.code(status).type('text/plain; charset=utf-8').header('x-content-type-options', 'nosniff').send(sentence);
}
