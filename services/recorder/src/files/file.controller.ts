import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import { Public } from '@parley/identity/doors';
import { disposition, serveObject, type ServeRefusal, type Storage } from '@parley/storage';
import type { Logger } from '@parley/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RecorderConfig } from '../config.ts';
import { STORAGE } from '../storage/open-storage.ts';
import { CONFIG } from '../tokens.ts';
import { readAddress, type AddressRefusal } from './signed-address.ts';

const REFUSED: Record<AddressRefusal, [number, string]> = {
  unsigned: [403, 'This link is not one of ours. Open the recording from its meeting.'],
  expired: [410, 'This link has expired. Open the recording from its meeting again.'],
};
const UNSERVED: Record<ServeRefusal, [number, string]> = {
  gone: [404, 'This recording is not there any more.'],
  outside: [416, 'This part of the recording does not exist.'],
  silent: [503, 'The recording cannot be read right now. Try again in a moment.'],
};

/** Files, for whoever holds an address that the media-gateway has signed; it decides who gets one. */
@Controller('recordings')
export class FileController {
  constructor(
    @Inject(CONFIG) private readonly config: RecorderConfig,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** HEAD comes here too. */
  @Get(':recordingId')
  @Public()
  async read(
    @Param('recordingId') recordingId: string,
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const address = readAddress(recordingId, query, this.config.RECORDINGS_SECRET);
    if (typeof address === 'string') return refuse(reply, ...REFUSED[address]);
    const object = {
      key: address.key,
      contentType: address.contentType,
      disposition: disposition(query.download === '1' ? 'attachment' : 'inline', address.fileName),
      policy: "default-src 'none'; media-src 'self'; sandbox",
      caching: 'private, no-store',
    };
    const complain = (error: unknown) => this.log.error({ err: error }, 'the storage does not answer');
    const refusal = await serveObject(this.storage, object, request, reply, complain);
    if (refusal) refuse(reply, ...UNSERVED[refusal]);
  }
}

function refuse(reply: FastifyReply, status: number, sentence: string): void {
  void reply.code(status).type('text/plain; charset=utf-8').header('x-content-type-options', 'nosniff').send(sentence);
}
