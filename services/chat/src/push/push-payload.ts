import { tagOf, type DuePush, type PushKind } from './push.ts';

/** Characters of what was said that a push holds at most: screens show fewer. */
const LONGEST_WORDS = 240;

/** What the worker gets, and nothing else leaves the house but in it, sealed for that browser. */
export interface PushPayload {
  kind: PushKind;
  /** One notification a tag: what comes later under it replaces what stands there. */
  tag: string;
  /** Of what it tells, so that a second delivery alerts nobody again. */
  id: string;
  /** In which language the worker puts it. */
  language: string;
  /** Who wrote or called. */
  from: string;
  /** Of the group or the meeting. */
  title: string | null;
  /** The beginning of what was said; null where its owner does not want it shown. */
  words: string | null;
  /** Where a press on it leads, within the app. */
  path: string;
  /** Of a call. */
  isVideo: boolean;
  /** ISO time until which it rings. */
  until: string | null;
  /** Whether another device of theirs answered. */
  isAnswered: boolean;
}

/** What is told of it now; undefined where there is nothing to tell. */
export function payloadOf({ id, kind, language, message, call, showsWords }: DuePush): PushPayload | undefined {
  const common = { kind, id, language, isVideo: call?.kind === 'VIDEO', isAnswered: call?.state === 'ACTIVE' };
  if (message) {
    // A mention has a place of its own on the screen: what is said after it does not push it away.
    const tag = tagOf(kind === 'MENTION' ? `mention ${id}` : message.conversationId);
    const path = `/chats/${message.conversationId}`;
    const words = (showsWords && shorten(message.body)) || null;
    return { ...common, tag, from: message.senderName, title: message.title, words, path, until: null };
  }
  if (!call) return undefined;
  const isMissed = kind === 'CALL_MISSED';
  return {
    ...common,
    tag: tagOf(call.id),
    from: call.caller.displayName,
    title: null,
    words: null,
    path: isMissed ? `/chats/with/${call.caller.userId}` : '/',
    until: call.expiresAt,
  };
}

/** In one line, without half a character at its end. */
function shorten(text: string): string {
  const characters = [
    ...text
      .slice(0, LONGEST_WORDS * 4)
      .replace(/\s+/g, ' ')
      .trim(),
  ];
  return characters.length <= LONGEST_WORDS
    ? characters.join('')
    : `${characters.slice(0, LONGEST_WORDS - 1).join('')}…`;
}
