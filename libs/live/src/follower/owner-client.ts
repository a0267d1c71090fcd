import type { NatsConnection } from '@nats-io/transport-node';
import {
  LIVE_LIMITS,
  liveOpenSubject,
  liveReadSubject,
  openAnswerSchema,
  readAnswerSchema,
  type OpenAnswer,
  type ReadAnswer,
  type ServiceName,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import { hashOfArguments } from '@parley/identity';
import type { Place } from './sequence.ts';

/** Signs who asks, for one service and one hash of field and arguments; asked anew at every opening, so that it is never old. */
export type SignClaim = (service: ServiceName, hash: string) => Promise<string>;

/** What is to be followed, and by whom. */
export interface Question {
  readonly service: ServiceName;
  readonly field: string;
  readonly args: Record<string, unknown>;
  readonly sign: SignClaim;
}

export type Opened = Extract<OpenAnswer, { ok: true }>;
export type KeptPage = Extract<ReadAnswer, { kind: 'kept' }>;
export type FleetingPage = Extract<ReadAnswer, { kind: 'fleeting' }>;

const TIMEOUT_MS = 3_000;
const page = { v: 1, limit: LIVE_LIMITS.readPageEvents, maxBytes: LIVE_LIMITS.readPageBytes } as const;

/** Asks the owners of topics over NATS. Every refusal is a `Refused`; silence is UNAVAILABLE. */
export class OwnerClient {
  constructor(private readonly nats: NatsConnection) {}

  async open({ service, field, args, sign }: Question): Promise<Opened> {
    const plain = JSON.parse(JSON.stringify(args)) as Record<string, unknown>;
    const claim = await sign(service, hashOfArguments(field, plain));
    const answer = openAnswerSchema.parse(
      await this.ask(liveOpenSubject(service), { v: 1, field, args: plain, claim }),
    );
    if (answer.ok) return answer;
    throw new Refused(answer.error.code, answer.error.message, answer.error);
  }

  async readKept(service: ServiceName, grant: string, { seq, mark }: Pick<Place, 'seq' | 'mark'>): Promise<KeptPage> {
    const answer = await this.read(service, { ...page, grant, after: seq, mark });
    if (answer.kind !== 'kept') throw new Error('a kept topic answered as a fleeting one');
    return answer;
  }

  async readFleeting(service: ServiceName, grant: string, known: Record<string, number>): Promise<FleetingPage> {
    const answer = await this.read(service, { ...page, grant, known });
    if (answer.kind !== 'fleeting') throw new Error('a fleeting topic answered as a kept one');
    return answer;
  }

  private async read(service: ServiceName, question: object): Promise<KeptPage | FleetingPage> {
    const answer = readAnswerSchema.parse(await this.ask(liveReadSubject(service), question));
    if (answer.ok) return answer;
    throw new Refused(answer.error.code, answer.error.message, answer.error);
  }

  private async ask(subject: string, question: object): Promise<unknown> {
    try {
      return (await this.nats.request(subject, JSON.stringify(question), { timeout: TIMEOUT_MS })).json();
    } catch {
      throw new Refused('UNAVAILABLE', 'Live events cannot be had just now. Try again in a moment.');
    }
  }
}

/** Whatever was thrown, as a refusal: what is not one counts as a fault of ours. */
export const asRefused = (error: unknown): Refused =>
  error instanceof Refused ? error : new Refused('INTERNAL', 'Something went wrong on our side.');
