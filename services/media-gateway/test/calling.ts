import { connectNats } from '@parley/bus';
import { callRinging, callSettled, FACT_STREAM, readFact, type PayloadOf } from '@parley/contracts';
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { TestCaller } from '@parley/testing';
import type { Admission, UserError } from './documents.ts';
import type { MediaUnderTest } from './media-under-test.ts';

const ERRORS = `userErrors { code message field }`;
const ADMISSION = `admission { __typename ... on Admitted { token url participantIdentity role meeting { id code access myRole } } ... on Refused { reason } }`;
const CALL = `call { id state kind caller { userId displayName } callees { userId displayName state } meeting { id code access state } startedAt answeredAt endedAt ringsUntil }`;

export interface Called {
  id: string;
  state: string;
  kind: string;
  caller: { userId: string; displayName: string };
  callees: { userId: string; displayName: string; state: string }[];
  meeting: { id: string; code: string; access: string; state: string };
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  ringsUntil: string | null;
}
export interface CallAnswer {
  call: Called | null;
  admission: (Admission & { role: string }) | null;
  isAnsweredElsewhere: boolean | null;
  userErrors: UserError[];
}

/** Calls, each operation as somebody. */
export function callOperations(media: () => MediaUnderTest) {
  const mutate = async (caller: TestCaller, field: string, input: object, selection: string): Promise<CallAnswer> => {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${CALL} ${selection} ${ERRORS} } }`;
    const { data, errors } = await media().ask<Record<string, CallAnswer>>(caller, query, { input });
    if (errors) throw new Error(JSON.stringify(errors));
    return data[field] as CallAnswer;
  };
  return {
    start: (caller: TestCaller, userIds: string[], more: object = {}) =>
      mutate(caller, 'startCall', { userIds, kind: 'VIDEO', ...more }, ADMISSION),
    invite: (caller: TestCaller, callId: string, userIds: string[]) =>
      mutate(caller, 'inviteToCall', { callId, userIds }, ''),
    answer: (caller: TestCaller, callId: string, accept: boolean, more: object = {}) =>
      mutate(caller, 'answerCall', { callId, accept, ...more }, `${ADMISSION} isAnsweredElsewhere`),
    hangUp: (caller: TestCaller, callId: string) => mutate(caller, 'hangUp', { callId }, ''),
    read: async (caller: TestCaller, id: string) =>
      (
        await media().ask<{ call: Called | null }>(
          caller,
          `query ($id: ID!) { ${CALL.replace('call', 'call(id: $id)')} }`,
          { id },
        )
      ).data.call,
  };
}

type Heard =
  | { kind: 'ringing'; at: number; payload: PayloadOf<typeof callRinging> }
  | { kind: 'settled'; at: number; payload: PayloadOf<typeof callSettled> };

/** The facts about calls as a service hears them from the stream. */
export async function callFacts(media: MediaUnderTest) {
  const nats = await connectNats(media.nats.url('chat'), 'chat in a test');
  const manager = await jetstreamManager(nats);
  const { name } = await manager.consumers.add(FACT_STREAM.name, {
    name: 'calls-in-a-test',
    filter_subjects: [callRinging.subject, callSettled.subject],
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.All,
  });
  const messages = await (await jetstream(nats).consumers.get(FACT_STREAM.name, name)).consume();
  const heard: Heard[] = [];
  void (async () => {
    for await (const message of messages) {
      const at = Date.now();
      if (message.subject === callRinging.subject)
        heard.push({ kind: 'ringing', at, payload: readFact(callRinging, message.json()).payload });
      else heard.push({ kind: 'settled', at, payload: readFact(callSettled, message.json()).payload });
    }
  })();
  return {
    of: (callId: string | undefined) => heard.filter(({ payload }) => payload.call.callId === callId),
    async close() {
      await messages.close();
      await nats.close();
    },
  };
}
export type CallFacts = Awaited<ReturnType<typeof callFacts>>;
