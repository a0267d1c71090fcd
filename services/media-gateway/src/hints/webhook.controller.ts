import {
  Controller,
  Headers,
  HttpCode,
  Post,
  Req,
  ServiceUnavailableException,
  UnauthorizedException,
  type RawBodyRequest,
} from '@nestjs/common';
import { Public } from '@parley/identity';
import { Refused } from '@parley/errors';
import type { FastifyRequest } from 'fastify';
import { WebhookReader } from '../livekit/webhook-reader.ts';
import { RoomEventService } from './room-event.service.ts';

/** LiveKit's door. Its signature over the body is what lets in; what cannot be stored is refused, so that it comes again. */
@Controller('livekit')
export class WebhookController {
  constructor(
    private readonly reader: WebhookReader,
    private readonly events: RoomEventService,
  ) {}

  @Post('webhook')
  @HttpCode(204)
  @Public()
  async receive(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('authorization') signature?: string,
  ): Promise<void> {
    const body = typeof request.body === 'string' ? request.body : (request.rawBody?.toString('utf8') ?? '');
    const event = await this.reader.read(body, signature);
    if (!event) throw new UnauthorizedException('This is not signed by the media server.');
    try {
      await this.events.take(event);
    } catch (error) {
      if (error instanceof Refused) throw new ServiceUnavailableException(error.message);
      throw error;
    }
  }
}
