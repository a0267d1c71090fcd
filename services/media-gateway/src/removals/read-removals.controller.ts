import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { readRemovals } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { RemovalService } from './removal.service.ts';

/** The bus' door for the gate: whom it must not let in. */
@Controller()
export class ReadRemovalsController {
  constructor(private readonly removals: RemovalService) {}

  @MessagePattern(readRemovals.subject)
  @Internal()
  async read(@Payload() payload: unknown) {
    return this.removals.page(readRemovals.question.parse(payload).after);
  }
}
