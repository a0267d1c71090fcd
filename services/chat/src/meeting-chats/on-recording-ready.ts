import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, recordingReady } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { MessageService } from '../messages/message.service.ts';
import { MeetingChatRepository } from './meeting-chat.repository.ts';

/** Says in the conversation of the session that was recorded that the recording can be watched, and where. */
@Controller()
export class OnRecordingReady {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly chats: MeetingChatRepository,
    private readonly messages: MessageService,
  ) {}

  @EventPattern(recordingReady.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(recordingReady, delivery);
    const { organisationId, meetingId, recordingId, startedAt } = payload;
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('recordings', id))) return;
      const place = await this.chats.ofSession(tx, meetingId, startedAt);
      // A meeting from before its sessions were kept has nowhere to say it.
      if (!place) return;
      const { conversationId, recordUrl: url } = place;
      await this.messages.announce(tx, {
        conversationId,
        body: `The recording is ready: ${url}`,
        nonce: recordingId,
        notice: { kind: 'RECORDING_READY', url },
      });
    });
  }
}
