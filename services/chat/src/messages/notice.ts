import { callObject, type CallNotice } from '../calls/call-notice.ts';

/** What a message of Parley's own tells, for programs and other languages; the body says it in English. */
export interface Notice {
  kind: 'RECORDING_READY' | 'CALL_MISSED' | 'CALL_DECLINED' | 'CALL_ENDED';
  /** Where to see it; of a call its meeting. */
  url: string;
  /** The call that it is about. */
  call: CallNotice | null;
  /** How long that went on. */
  durationSeconds: number | null;
}

/** What is stored of one: whatever has nothing to do with its kind is left out. */
export type StoredNotice = Pick<Notice, 'kind' | 'url'> & Partial<Notice>;

export const noticeFrom = (stored: StoredNotice): Notice => ({ call: null, durationSeconds: null, ...stored });

/** As the graph's types say it, complete in itself. */
export const noticeObject = (notice: Notice) => ({
  __typename: 'MessageNotice',
  ...notice,
  call: notice.call && callObject(notice.call),
});
