import { operations, doorOperations, type Knocked, type Meeting } from './documents.ts';
import { Device } from './device.ts';
import type { MediaUnderTest, Somebody } from './media-under-test.ts';

/** A person's device that was let in and is in the room. */
export interface Seat extends Pick<Knocked, 'token' | 'role' | 'guestToken'> {
  id: string;
  device: Device;
}

/** A meeting with real devices in it. */
export class ModeratedMeeting {
  private readonly devices: Device[] = [];

  private constructor(
    private readonly media: MediaUnderTest,
    readonly meeting: Meeting,
  ) {}

  static async open(media: MediaUnderTest, host: Somebody, input: object = {}): Promise<ModeratedMeeting> {
    const { create } = operations(() => media);
    return new ModeratedMeeting(media, (await create(host, { access: 'PUBLIC', ...input })).meeting);
  }

  get id(): string {
    return this.meeting.id;
  }

  /** Joins and enters the room; without an account as a guest. */
  async seat(caller: Partial<Somebody>, more: object = {}): Promise<Seat> {
    const input = caller.sub ? more : { displayName: 'Guest', ...more };
    const { admission, userErrors } = await doorOperations(() => this.media).knock(caller, this.meeting.code, input);
    if (admission?.__typename !== 'Admitted') throw new Error(JSON.stringify({ admission, userErrors }));
    const { token, role, guestToken, participantIdentity: id } = admission;
    return { id, token, role, guestToken, device: await this.enter(token) };
  }

  /** Enters the room with a token, new or old. */
  async enter(token: string): Promise<Device> {
    const device = await Device.enter(this.media.livekit.url, token);
    this.devices.push(device);
    return device;
  }

  async close(): Promise<void> {
    await Promise.all(this.devices.splice(0).map((device) => device.leave()));
  }
}
