import { createHmac, randomUUID } from 'node:crypto';
import { idFrom, recordingAddressText, type RecordingAddress, type StartRecorder } from '@parley/contracts';
import { TestLivekit, TestNats } from '@parley/testing';
import { AccessToken, RoomServiceClient } from 'livekit-server-sdk';
import { BareStage } from './bare-stage.ts';
import { Desk } from './desk.ts';
import { Publisher } from './publisher.ts';

/** A room with somebody in it, a page to see it on, and the media-gateway's place on the bus. */
export class Scene {
  private readonly room = `rm_${randomUUID()}`;

  private constructor(
    readonly nats: TestNats,
    readonly livekit: TestLivekit,
    readonly stage: BareStage,
    readonly desk: Desk,
  ) {}

  private publisher: Publisher | undefined;

  static async open(): Promise<Scene> {
    const nats = await TestNats.start();
    const scene = new Scene(
      nats,
      await TestLivekit.start('http://127.0.0.1:9/nobody'),
      await BareStage.start(),
      await Desk.open(nats),
    );
    await scene.rooms.createRoom({ name: scene.room, emptyTimeout: 600 });
    scene.publisher = await Publisher.enter(scene.livekit.url, await scene.token('somebody', true));
    return scene;
  }

  /** A job for the next part of a recording; a new recording unless one is given. */
  async job(of?: StartRecorder): Promise<StartRecorder> {
    const recordingId = of?.recordingId ?? idFrom('recording', randomUUID());
    const organisationId = of?.organisationId ?? idFrom('organisation', randomUUID());
    const part = (of?.part ?? 0) + 1;
    return {
      recordingId,
      organisationId,
      meetingId: of?.meetingId ?? idFrom('meeting', randomUUID()),
      part,
      stageUrl: this.stage.url(this.livekit.url, await this.token(`recorder-${part}`, false)),
      storageKey: `${organisationId}/${recordingId}/part-${part}`,
    };
  }

  /** The room ends, as when a host ends the meeting. */
  async endRoom(): Promise<void> {
    await this.rooms.deleteRoom(this.room);
  }

  async close(): Promise<void> {
    await this.publisher?.leave();
    this.stage.stop();
    await this.desk.close();
    await this.livekit.stop();
    await this.nats.stop();
  }

  private get rooms(): RoomServiceClient {
    return new RoomServiceClient(this.livekit.url, this.livekit.apiKey, this.livekit.apiSecret);
  }

  private async token(identity: string, mayPublish: boolean): Promise<string> {
    const token = new AccessToken(this.livekit.apiKey, this.livekit.apiSecret, { identity });
    token.addGrant({
      room: this.room,
      roomJoin: true,
      canPublish: mayPublish,
      canSubscribe: true,
      hidden: !mayPublish,
    });
    return token.toJwt();
  }
}

/** A finalising job of these parts. */
export function wholeOf(...parts: StartRecorder[]) {
  const [{ recordingId, organisationId }] = parts as [StartRecorder];
  return {
    recordingId,
    organisationId,
    parts: parts.map(({ part, storageKey }) => ({ part, storageKey })),
    key: `${organisationId}/${recordingId}/recording`,
  };
}

/** The address that the media-gateway would sign. */
export function signed(base: string, secret: string, address: RecordingAddress): string {
  const signature = createHmac('sha256', secret).update(recordingAddressText(address)).digest('base64url');
  const { key, contentType: type, fileName: name, expires } = address;
  const query = new URLSearchParams({ key, type, name, expires: String(expires), signature });
  return `${base}/recordings/${address.recordingId}?${query.toString()}`;
}
