import type { NatsConnection } from '@nats-io/transport-node';
import { Inject, Injectable } from '@nestjs/common';
import type { Request } from '@parley/contracts';
import type { z } from 'zod';
import { ask } from './ask.ts';
import { NATS } from './nats.token.ts';

/** `ask` for Nest services. */
@Injectable()
export class Requests {
  constructor(@Inject(NATS) private readonly nats: NatsConnection) {}

  ask<Q extends z.ZodType, A extends z.ZodType>(request: Request<Q, A>, question: z.input<Q>): Promise<z.output<A>> {
    return ask(this.nats, request, question);
  }
}
