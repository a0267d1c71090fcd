import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { pingRecorder, startRecorder, stopRecorder } from '@parley/contracts';
import { Internal } from '@parley/identity/doors';
import { WORKER_ID } from '../worker-id.ts';
import { Recordings } from './recordings.service.ts';

const [start, stop, ping] = [startRecorder(WORKER_ID), stopRecorder(WORKER_ID), pingRecorder(WORKER_ID)];

/** The bus' door to this one worker: jobs begin and end here. */
@Controller()
export class JobController {
  constructor(private readonly recordings: Recordings) {}

  @MessagePattern(start.subject)
  @Internal()
  async start(@Payload() payload: unknown) {
    const isTaken = await this.recordings.take(start.question.parse(payload));
    return isTaken ? { workerId: WORKER_ID } : { refused: 'FULL' };
  }

  @MessagePattern(stop.subject)
  @Internal()
  async stop(@Payload() payload: unknown) {
    return { isRunning: this.recordings.stop(stop.question.parse(payload)) };
  }

  /** Answering is the answer. */
  @MessagePattern(ping.subject)
  @Internal()
  async ping() {
    return {};
  }
}
