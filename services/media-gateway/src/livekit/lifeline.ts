import { Inject, Injectable } from '@nestjs/common';
import { connect, type Socket } from 'node:net';
import { LIVEKIT_OPTIONS, type LiveKitOptions } from './livekit-options.ts';

/** Between two tries to reach a LiveKit that is away, in milliseconds. */
const RETRY_MS = 250;
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * One connection to LiveKit on which nothing is ever said: a process that dies closes it in the same moment, which no question asked
 * from time to time would tell. LiveKit forgets its rooms when it dies and tells nobody.
 */
@Injectable()
export class Lifeline {
  private readonly place: { host: string; port: number };
  private socket: Socket | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lostAt: Date | undefined;
  private isClosed = false;

  constructor(@Inject(LIVEKIT_OPTIONS) { url }: LiveKitOptions) {
    const { hostname, port, protocol } = new URL(url);
    this.place = { host: hostname, port: Number(port) || (PORTS[protocol] ?? 80) };
  }

  /** @param wasAway told when LiveKit answers again, with the moment it went; again until it says that it has seen to it */
  watch(wasAway: (lostAt: Date) => Promise<boolean>): void {
    if (this.isClosed) return;
    const socket = connect(this.place);
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.once('connect', () => {
      socket.setKeepAlive(true, RETRY_MS);
      if (this.lostAt) void this.tell(wasAway, this.lostAt);
    });
    socket.once('close', () => {
      this.lostAt ??= new Date();
      if (!this.isClosed) this.timer = setTimeout(() => this.watch(wasAway), RETRY_MS);
    });
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.socket?.destroy();
  }

  private async tell(wasAway: (lostAt: Date) => Promise<boolean>, lostAt: Date): Promise<void> {
    if ((await wasAway(lostAt)) && this.lostAt === lostAt) this.lostAt = undefined;
    // It listens before it answers everything; the connection is made anew, and with it the question.
    else this.socket?.destroy();
  }
}
