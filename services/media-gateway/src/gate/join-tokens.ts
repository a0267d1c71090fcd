import type { ParticipantId } from '@parley/contracts';
import { errors, jwtVerify } from 'jose';
import { LEEWAY_SECONDS } from '../livekit/join-grants.ts';
import { joinClaims } from './join-claims.ts';
import { refusal, type Refusal } from './refusal.ts';

/** What a join token opens: one room, for one identity. */
export interface Ticket {
  readonly room: string;
  readonly identity: ParticipantId;
}

/** Reads join tokens: signed with our key, in their time by LiveKit's own leeway, and no wider than ours are. */
export class JoinTokenReader {
  private readonly secret: Uint8Array;

  constructor(
    private readonly apiKey: string,
    apiSecret: string,
  ) {
    this.secret = new TextEncoder().encode(apiSecret);
  }

  async read(token: string): Promise<Ticket | Refusal> {
    let payload: unknown;
    try {
      const options = { algorithms: ['HS256'], issuer: this.apiKey, clockTolerance: LEEWAY_SECONDS };
      ({ payload } = await jwtVerify(token, this.secret, { ...options, requiredClaims: ['exp'] }));
    } catch (error) {
      return error instanceof errors.JWTExpired
        ? refusal(401, 'This join token has expired. Join the meeting again.')
        : refusal(401, 'This is not a join token of this installation. Join the meeting to get one.');
    }
    const claims = joinClaims.safeParse(payload);
    if (!claims.success) return refusal(403, 'This join token asks for more than joining one meeting.');
    return { room: claims.data.video.room, identity: claims.data.sub };
  }
}
