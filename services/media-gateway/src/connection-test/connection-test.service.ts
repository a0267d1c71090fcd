import { Injectable } from '@nestjs/common';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { newId } from '@parley/persistence';
import { Pace } from '@parley/subgraph';
import { JoinTokens } from '../livekit/join-token.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { TestRooms } from './test-rooms.ts';

/** Tests of one caller. Counted per instance, in memory. */
const TESTS = { most: 5, withinMs: 60_000 };

/** What a test needs: a room of its own, and the token that opens it. */
export interface ConnectionTestRoom {
  url: string;
  token: string;
  expiresAt: Date;
}

/** Lets somebody try their way to the media server, in a room of their own that is in no meeting and lives a minute. */
@Injectable()
export class ConnectionTestService {
  private readonly tests = new Pace(TESTS);

  constructor(
    private readonly reader: MeetingReader,
    private readonly rooms: TestRooms,
    private readonly tokens: JoinTokens,
    private readonly livekit: LiveKit,
  ) {}

  /**
   * @param code of the meeting a guest stands before; whoever is signed in needs none
   * @throws Refused UNAUTHENTICATED (neither a session nor a code, or the code of a meeting guests may not enter), NOT_FOUND, RATE_LIMITED
   *   behind five in a minute, UNAVAILABLE
   */
  async start(caller: Caller, code: string | null): Promise<ConnectionTestRoom> {
    if (!caller.user) await this.checkGuest(code);
    this.take(caller.user?.userId ?? caller.ip ?? 'somebody');
    const { name, expiresAt } = await this.rooms.open();
    const token = await this.tokens.sign(name, newId('participant'), ['CAMERA', 'MICROPHONE']);
    return { url: this.livekit.publicUrl, token, expiresAt };
  }

  private async checkGuest(code: string | null): Promise<void> {
    const signIn = new Refused('UNAUTHENTICATED', 'Sign in first, or name the public meeting you were invited to.');
    if (code === null) throw signIn;
    const meeting = await this.reader.byCode(code);
    if (!meeting || meeting.endedAt) throw Refused.notFound('meeting', 'code');
    if (meeting.access !== 'PUBLIC') throw signIn;
  }

  private take(caller: string): void {
    const retryAfterMs = this.tests.take(caller);
    if (retryAfterMs === 0) return;
    const message = `That were many tests. Start the next one in ${Math.ceil(retryAfterMs / 1_000)} seconds.`;
    throw new Refused('RATE_LIMITED', message, { retryAfterMs });
  }
}
