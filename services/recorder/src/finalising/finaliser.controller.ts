import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { deleteRecording, finaliseRecording } from '@parley/contracts';
import { Internal } from '@parley/identity/doors';
import type { SliceStore } from '../slices/slice-store.ts';
import { STORAGE } from '../storage/open-storage.ts';
import type { Storage } from '@parley/storage';
import { SLICES } from '../tokens.ts';
import { WORKER_ID } from '../worker-id.ts';
import { Finaliser } from './finaliser.service.ts';

/** The bus' door to all workers together: any of them makes a file of the parts, or deletes everything of a recording. */
@Controller()
export class FinaliserController {
  constructor(
    private readonly finaliser: Finaliser,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(SLICES) private readonly slices: SliceStore,
  ) {}

  @MessagePattern(finaliseRecording.subject)
  @Internal()
  async finalise(@Payload() payload: unknown) {
    const isTaken = this.finaliser.take(finaliseRecording.question.parse(payload));
    return isTaken ? { workerId: WORKER_ID } : { refused: 'FULL' };
  }

  @MessagePattern(deleteRecording.subject)
  @Internal()
  async delete(@Payload() payload: unknown) {
    const { organisationId, recordingId } = deleteRecording.question.parse(payload);
    const place = `${organisationId}/${recordingId}`;
    await this.slices.forget(place);
    await this.storage.removeAll(place);
    return { isGone: true };
  }
}
