import type { TestCaller } from '@parley/testing';
import type { UserError } from './documents.ts';
import type { MediaUnderTest } from './media-under-test.ts';

export const SHOWN = `id state cause startedByName startedAt endedAt durationSeconds missingSeconds parts { from to } bytes url expiresAt deletedAt`;
export interface Shown {
  id: string;
  state: string;
  cause: string | null;
  startedByName: string | null;
  startedAt: string | null;
  endedAt: string | null;
  durationSeconds: number | null;
  missingSeconds: number | null;
  parts: { from: string; to: string }[];
  bytes: number | null;
  url: string | null;
  expiresAt: string | null;
  deletedAt: string | null;
}
const STATE = `query ($code: String!) { meeting(code: $code) { canRecord recordingCapacity { slots free } recording { ${SHOWN} } recordings(first: 10) { nodes { ${SHOWN}
  consents(first: 10) { nodes { displayName userId stays textVersion at } } } } } }`;

/** What hosts do about recordings, and what everybody sees of them. */
export function recordingOperations(media: () => MediaUnderTest) {
  const mutate = async (caller: TestCaller, field: string, input: object) => {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { recording { ${SHOWN} } userErrors { code message field } } }`;
    const { data, errors } = await media().ask<
      Record<string, { recording: Shown | null; userErrors: UserError[] }> | undefined
    >(caller, query, { input });
    if (!data?.[field]) throw new Error(JSON.stringify(errors));
    return data[field];
  };
  return {
    start: (caller: TestCaller, meetingId: string) => mutate(caller, 'startRecording', { meetingId }),
    stop: (caller: TestCaller, meetingId: string) => mutate(caller, 'stopRecording', { meetingId }),
    consent: (caller: TestCaller, input: object) =>
      mutate(caller, 'consentToRecording', { textVersion: '2026-11/en', ...input }),
    recordingsOf: async (caller: TestCaller, code: string) =>
      (
        await media().ask<{
          meeting: {
            canRecord: boolean;
            recordingCapacity: { slots: number; free: number } | null;
            recording: Shown | null;
            recordings: { nodes: (Shown & { consents: { nodes: object[] } | null })[] } | null;
          };
        }>(caller, STATE, { code })
      ).data.meeting,
    byId: async (caller: TestCaller, id: string) =>
      (
        await media().ask<{ recording: Shown | null }>(caller, `query ($id: ID!) { recording(id: $id) { ${SHOWN} } }`, {
          id,
        })
      ).data.recording,
    joinStage: async (code: string, stageToken: string, caller: TestCaller = {}) =>
      (
        await media().ask<{
          joinStage: {
            admission: {
              token: string;
              participantIdentity: string;
              role: string;
              meeting: { participants: { nodes: { displayName: string }[] } };
            } | null;
            userErrors: UserError[];
          };
        }>(
          caller,
          `mutation ($input: JoinStageInput!) { joinStage(input: $input) { admission { token participantIdentity role meeting { participants(first: 50) { nodes { displayName } } } } userErrors { code message field } } }`,
          { input: { code, stageToken } },
        )
      ).data.joinStage,
  };
}
