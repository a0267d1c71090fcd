import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { beatDevices } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { BeatService } from './beat.service.ts';

/** The bus' door to the leases: gateway instances beat here. */
@Controller()
export class BeatController {
  constructor(private readonly beats: BeatService) {}

  @MessagePattern(beatDevices.subject)
  @Internal()
  async beat(@Payload() payload: unknown) {
    return { wantsAll: await this.beats.take(beatDevices.question.parse(payload)) };
  }
}
