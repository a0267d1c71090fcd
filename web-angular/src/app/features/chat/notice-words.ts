import type { StoredMessage } from './message-log';

type Notice = NonNullable<StoredMessage['notice']>;

const clock = (seconds: number): string => {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
};

/** What Parley itself says, in one's own language; undefined for what this release does not know. */
export function noticeWords({ kind, call, durationSeconds }: Notice, myId: string | undefined): string | undefined {
  const isMine = call?.caller.userId === myId;
  const name = call?.caller.displayName ?? '';
  switch (kind) {
    case 'RECORDING_READY':
      return $localize`:@@noticeRecording:The recording is ready.`;
    case 'CALL_MISSED':
      return isMine
        ? $localize`:@@noticeNoAnswer:You called. Nobody answered.`
        : $localize`:@@noticeMissed:Missed call from ${name}:name:`;
    case 'CALL_DECLINED':
      return isMine
        ? $localize`:@@noticeDeclinedMine:You called. The call was declined.`
        : $localize`:@@noticeDeclined:Declined call from ${name}:name:`;
    case 'CALL_ENDED':
      return $localize`:@@noticeEnded:Call, ${clock(durationSeconds ?? 0)}:time:`;
    default:
      return undefined;
  }
}
