import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { readBlocks } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { BlockService } from './block.service.ts';

/** The bus' door to who blocks whom: chat and the media-gateway ask here about a pair of which they have heard nothing. */
@Controller()
export class ReadBlocksController {
  constructor(private readonly blocks: BlockService) {}

  @MessagePattern(readBlocks.subject)
  @Internal()
  async read(@Payload() payload: unknown) {
    const { organisationId, userId, otherUserIds } = readBlocks.question.parse(payload);
    return this.blocks.between(organisationId, userId, otherUserIds);
  }
}
