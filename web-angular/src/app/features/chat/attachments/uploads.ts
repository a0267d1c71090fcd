import { inject, Injectable, signal } from '@angular/core';
import { PrepareUploadDocument } from '../../../graph/generated/files/graphql';
import { Graph } from '../../../graph/graph';
import { Announcer } from '../../../ui/announcer';
import { sendBytes } from './send-bytes';
import { isPicture, MOST_BYTES, MOST_FILES, sha256, Upload } from './upload';

/** Why a file is not on its way, and whether trying again may help. */
type Problem = Pick<Upload, 'problem' | 'mayRetry'>;

/** Files that wait for the next message, per conversation; they go on while one is elsewhere in the workspace. */
@Injectable({ providedIn: 'root' })
export class Uploads {
  readonly #graph = inject(Graph);
  readonly #announcer = inject(Announcer);
  readonly #all = signal<ReadonlyMap<string, readonly Upload[]>>(new Map());
  readonly #cancels = new Map<string, AbortController>();

  /** Those of a conversation, in the order they were chosen. */
  of(conversationId: string): readonly Upload[] {
    return this.#all().get(conversationId) ?? [];
  }

  /** Sends files, so that they are there when the message is. Beyond ten they say why not. */
  add(conversationId: string, files: readonly File[]): void {
    for (const file of files) {
      const isOneTooMany = this.of(conversationId).filter(({ state }) => state !== 'failed').length >= MOST_FILES;
      const upload: Upload = {
        key: `${Date.now()}-${Math.random()}`,
        file,
        state: 'sending',
        progress: 0,
        previewUrl: isPicture(file) ? URL.createObjectURL(file) : null,
        width: null,
        height: null,
      };
      this.#change(conversationId, (all) => [...all, upload]);
      if (isOneTooMany) this.#fail(conversationId, upload, { problem: tooMany(), mayRetry: true });
      else void this.#send(conversationId, upload);
    }
  }

  /** Tries a failed one again. */
  retry(conversationId: string, { key }: Upload): void {
    const upload = this.of(conversationId).find((one) => one.key === key);
    if (upload?.state !== 'failed') return;
    if (this.of(conversationId).filter(({ state }) => state !== 'failed').length >= MOST_FILES) return;
    this.#set(conversationId, key, { state: 'sending', progress: 0, problem: undefined });
    void this.#send(conversationId, upload);
  }

  /** Takes one away, also in the middle of its way. */
  remove(conversationId: string, { key, previewUrl }: Upload): void {
    this.#cancels.get(key)?.abort();
    this.#change(conversationId, (all) => all.filter((one) => one.key !== key));
    if (previewUrl) URL.revokeObjectURL(previewUrl);
  }

  /** How large a picture is, so that its place in the message is as large. */
  measured(conversationId: string, { key }: Upload, width: number, height: number): void {
    this.#set(conversationId, key, { width, height });
  }

  /** It is said to be a picture, and cannot be shown. */
  noPicture(conversationId: string, { key, previewUrl }: Upload): void {
    this.#set(conversationId, key, { previewUrl: null });
    if (previewUrl) URL.revokeObjectURL(previewUrl);
  }

  /** Hands out those that are there: they are in a message from now on. */
  take(conversationId: string): readonly Upload[] {
    const ready = this.of(conversationId).filter(({ state }) => state === 'ready');
    this.#change(conversationId, (all) => all.filter(({ state }) => state !== 'ready'));
    return ready;
  }

  async #send(conversationId: string, upload: Upload): Promise<void> {
    const { key, file } = upload;
    const cancel = new AbortController();
    this.#cancels.set(key, cancel);
    try {
      const done = await this.#deliver(conversationId, upload, cancel.signal);
      if (cancel.signal.aborted) return;
      if (typeof done !== 'string') return this.#fail(conversationId, upload, done);
      this.#set(conversationId, key, { state: 'ready', progress: 1, attachmentId: done });
      this.#announcer.say($localize`:@@fileReady:${file.name}:name: is ready to be sent.`);
    } catch {
      if (!cancel.signal.aborted) this.#fail(conversationId, upload, { problem: notSent(), mayRetry: true });
    } finally {
      this.#cancels.delete(key);
    }
  }

  /** @returns the file's id, or why not */
  async #deliver(conversationId: string, { key, file }: Upload, signal: AbortSignal): Promise<string | Problem> {
    if (file.size === 0) return { problem: $localize`:@@fileEmpty:This file is empty.` };
    if (file.size > MOST_BYTES) return { problem: tooLarge() };
    const { name, type, size } = file;
    const input = { conversationId, name, type, size, sha256: await sha256(await file.arrayBuffer()) };
    const { prepareUpload } = await this.#graph.ask(PrepareUploadDocument, { input });
    const { upload, userErrors } = prepareUpload;
    if (!upload) return problemOf(userErrors[0]);
    const onProgress = (progress: number): void => this.#set(conversationId, key, { progress });
    const sent = await sendBytes(upload.url, file, onProgress, signal);
    if (sent === 'taken') return upload.attachmentId;
    if (sent === 'refused')
      return { problem: $localize`:@@fileFalse:This file is broken, or not of the kind that its name says.` };
    return { problem: notSent(), mayRetry: true };
  }

  #fail(conversationId: string, { key, file }: Upload, problem: Problem): void {
    this.#set(conversationId, key, { state: 'failed', ...problem });
    this.#announcer.say(`${file.name}: ${problem.problem}`);
  }

  #set(conversationId: string, key: string, to: Partial<Upload>): void {
    this.#change(conversationId, (all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)));
  }

  #change(conversationId: string, apply: (all: readonly Upload[]) => readonly Upload[]): void {
    this.#all.update((all) => new Map(all).set(conversationId, apply(all.get(conversationId) ?? [])));
  }
}

function problemOf(error: { readonly code: string; readonly field?: readonly string[] | null } | undefined): Problem {
  if (error?.field?.[0] === 'size') return { problem: tooLarge() };
  if (error?.code === 'FORBIDDEN' || error?.code === 'NOT_FOUND')
    return { problem: $localize`:@@fileForbidden:Files cannot be sent here.` };
  if (error?.code === 'RATE_LIMITED')
    return { problem: $localize`:@@fileLimited:That were many files. Try again in a few minutes.`, mayRetry: true };
  return { problem: notSent(), mayRetry: true };
}

const tooLarge = () => $localize`:@@fileTooLarge:This file is too large to be sent here.`;
const tooMany = () => $localize`:@@fileTooMany:A message has at most ten files. Send this one with the next.`;
const notSent = () => $localize`:@@fileNotSent:The file did not arrive. Try again.`;
