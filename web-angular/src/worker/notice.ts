import { wordsIn } from './notice-words';

/** What the server told this browser, as `docs/api/notifications.md` has it. */
export interface Pushed {
  readonly kind: 'MESSAGE' | 'MENTION' | 'CALL' | 'CALL_SETTLED' | 'CALL_MISSED';
  readonly tag: string;
  readonly id: string;
  readonly language: string;
  readonly from: string;
  readonly title: string | null;
  readonly words: string | null;
  readonly path: string;
  readonly isVideo: boolean;
  readonly until: string | null;
  readonly isAnswered: boolean;
}

/** What of it stands on the screen. */
export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Without a sound, and nothing to do about it. */
  readonly isQuiet: boolean;
  /** Stays until somebody answers. */
  readonly isRinging: boolean;
}

/** What is pushed, if it is. Another installation's, or an older worker's, says nothing here. */
export function readPush(text: string | undefined): Pushed | undefined {
  try {
    const said = JSON.parse(text ?? '') as Partial<Pushed>;
    const isWhole = [said.kind, said.tag, said.id, said.from, said.path].every((part) => typeof part === 'string');
    return isWhole ? (said as Pushed) : undefined;
  } catch {
    return undefined;
  }
}

/** Puts it in words. A call that came too late to ring was missed. */
export function noticeOf(
  { kind, language, from, title, words, isVideo, until, isAnswered }: Pushed,
  now: number,
): Notice {
  const say = wordsIn(language);
  const where = title ? `${from} · ${title}` : from;
  const isOver = kind === 'CALL' && until !== null && Date.parse(until) <= now;
  if (kind === 'MESSAGE' || kind === 'MENTION')
    return {
      title: where,
      body: words ?? (kind === 'MENTION' ? say.mention : say.message),
      isQuiet: false,
      isRinging: false,
    };
  if (kind === 'CALL_MISSED' || isOver) return { title: from, body: say.missed, isQuiet: false, isRinging: false };
  if (kind === 'CALL_SETTLED')
    return { title: from, body: isAnswered ? say.elsewhere : say.over, isQuiet: true, isRinging: false };
  return { title: from, body: isVideo ? say.video : say.call, isQuiet: false, isRinging: true };
}

/** Where a press on it may lead: within the app. */
export const pathWithin = (path: unknown): string =>
  typeof path === 'string' && /^\/(?!\/)[\w/-]*$/.test(path) ? path : '/';
