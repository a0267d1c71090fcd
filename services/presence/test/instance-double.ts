import { ask } from '@parley/bus';
import { beatDevices, type Device } from '@parley/contracts';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { PresenceUnderTest, TestPerson } from './presence-under-test.ts';

type Beat = z.input<typeof beatDevices.question>;

/** A gateway instance: it beats when told to, or every two seconds by itself. */
export class InstanceDouble {
  readonly instanceId = randomUUID();
  readonly answers: boolean[] = [];
  private readonly devices = new Map<string, Device>();
  private beats = 0;
  private timer: NodeJS.Timeout | undefined;
  private wantsAll = true;

  constructor(private readonly presence: PresenceUnderTest) {}

  /** Opens a socket and says so. */
  async opens(who: TestPerson, isIdle = false): Promise<string> {
    const device = { connectionId: randomUUID(), organisationId: who.org, userId: who.sub, sessionId: who.sid, isIdle };
    this.devices.set(device.connectionId, device);
    await this.beat({ opened: [device] });
    return device.connectionId;
  }

  /** Somebody ceases or begins to use a device. */
  async idles(connectionId: string, isIdle: boolean): Promise<void> {
    const device = this.devices.get(connectionId);
    if (device) this.devices.set(connectionId, { ...device, isIdle });
    await this.beat({ idled: [{ connectionId, isIdle }] });
  }

  /** Closes a socket and says so. */
  async closes(connectionId: string, signedOut = false): Promise<void> {
    this.devices.delete(connectionId);
    await this.beat({ closed: [{ connectionId, signedOut }] });
  }

  /** Closes a socket of which nobody will be told. */
  forgets(connectionId: string): void {
    this.devices.delete(connectionId);
  }

  /** Loses a beat on the way. */
  losesBeat(): void {
    this.beats += 1;
  }

  async beat(said: Partial<Beat> = {}): Promise<boolean> {
    const beat: Beat = {
      instanceId: this.instanceId,
      beat: this.beats++,
      ...(this.wantsAll ? { all: [...this.devices.values()] } : {}),
      opened: [],
      closed: [],
      alive: [],
      ...said,
    };
    const { wantsAll } = await ask(this.presence.door, beatDevices, beat);
    this.wantsAll = wantsAll;
    this.answers.push(wantsAll);
    return wantsAll;
  }

  /** Says again what it has, now and every two seconds. */
  start(): void {
    const alive = () => this.beat({ alive: [...this.devices.keys()] }).catch(() => (this.wantsAll = true));
    this.timer = setInterval(() => void alive(), 2_000);
  }

  /** kill -9. */
  crashes(): void {
    clearInterval(this.timer);
  }
}
