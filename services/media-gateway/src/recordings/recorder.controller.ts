import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { recordingFinalised, reportRecording } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { RecordingReports } from './recording-reports.service.ts';

/** The bus' door for recorders: what they are at, and what came of it. */
@Controller()
export class RecorderController {
  constructor(private readonly reports: RecordingReports) {}

  @MessagePattern(reportRecording.subject)
  @Internal()
  async report(@Payload() payload: unknown) {
    return { goOn: await this.reports.take(reportRecording.question.parse(payload)) };
  }

  @MessagePattern(recordingFinalised.subject)
  @Internal()
  async finalised(@Payload() payload: unknown) {
    return { goOn: await this.reports.finalised(recordingFinalised.question.parse(payload)) };
  }
}
