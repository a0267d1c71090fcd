import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';

/** LiveKit's content type. */
export const WEBHOOK_TYPE = 'application/webhook+json';

/** Lets LiveKit's content type in, as the text it is: the signature is over the bytes. */
@Injectable()
export class WebhookBody implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const http = this.host.httpAdapter.getInstance<FastifyInstance>();
    http.addContentTypeParser(WEBHOOK_TYPE, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  }
}
