import type { OpenedKept } from '@parley/contracts';
import type { OwnerClient, Question } from './owner-client.ts';

/** What has been opened, with the grant for reading it. */
export interface Opening {
  readonly opened: OpenedKept;
  readonly grant: string;
}

/** Asks the same once more, behind a place of its topic. @throws Refused when it may not be read any more, Error when it is another topic by now */
export async function openAgainAt(
  client: OwnerClient,
  question: Question,
  topic: string,
  after: string,
): Promise<Opening> {
  const { grant, opened } = await client.open({ ...question, args: { ...question.args, after } });
  if (opened.kind !== 'kept' || opened.topic !== topic) throw new Error(`${question.field} opened another topic`);
  return { grant, opened };
}
