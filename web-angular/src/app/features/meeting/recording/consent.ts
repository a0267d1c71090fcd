import { Dialog, DialogRef } from '@angular/cdk/dialog';
import { effect, inject, Injectable, Injector, LOCALE_ID, untracked } from '@angular/core';
import { ConsentToRecordingDocument } from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { Toaster } from '../../../ui/toaster';
import { Pass } from '../admission/pass';
import { MeetingStore } from '../meeting-store';
import { ConsentDialog } from './consent-dialog';
import { Recorder } from './recorder';
import { CONSENT_TEXT } from './recording-words';

/**
 * Whether one may be recorded: asked when a recording starts, unless one was told before joining and joined, or started it.
 * What one says is kept by the graph, with the words one was shown. Who declines leaves.
 */
@Injectable()
export class Consent {
  readonly #graph = inject(Graph);
  readonly #pass = inject(Pass);
  readonly #store = inject(MeetingStore);
  readonly #recorder = inject(Recorder);
  readonly #toaster = inject(Toaster);
  readonly #dialog = inject(Dialog);
  readonly #injector = inject(Injector);
  readonly #locale = inject(LOCALE_ID);
  /** Recordings one has agreed to: true once that was kept. */
  readonly #agreed = new Map<string, boolean>();
  #open: DialogRef<boolean> | undefined;

  constructor() {
    effect(() => {
      const [id, isRunning] = [this.#recorder.recording()?.id, this.#recorder.isRunning()];
      // Before one is known by name nothing can be said.
      const isIn = this.#store.phase() === 'in-call' && this.#store.myId() !== undefined;
      untracked(() => {
        if (!isRunning || !id) return this.#open?.close();
        if (isIn) this.#settle(id);
      });
    });
  }

  /** One was told of the recording that runs, and goes on: by joining, or by having started it. */
  agree(id = this.#recorder.isRunning() ? this.#recorder.recording()?.id : undefined): void {
    if (id && !this.#agreed.has(id)) this.#agreed.set(id, false);
    if (id && this.#store.phase() === 'in-call') this.#settle(id);
  }

  #settle(id: string): void {
    const isKept = this.#agreed.get(id);
    if (isKept === undefined) return this.#ask(id);
    this.#open?.close();
    if (isKept) return;
    this.#agreed.set(id, true);
    void this.#say(true).then((isDone) => !isDone && this.#agreed.set(id, false));
  }

  #ask(id: string): void {
    if (this.#open) return;
    this.#open = this.#dialog.open<boolean>(ConsentDialog, {
      injector: this.#injector,
      ariaLabelledBy: 'consent-title',
      ariaDescribedBy: 'consent-text',
      role: 'alertdialog',
      autoFocus: 'dialog',
      disableClose: true,
      panelClass: ['stage-world', 'dialog-pane'],
    });
    this.#open.closed.subscribe((stays) => {
      this.#open = undefined;
      if (stays === undefined) return;
      if (stays) return this.agree(id);
      void this.#leave();
    });
  }

  async #leave(): Promise<void> {
    // Leaving comes first: nobody stays because an answer did not arrive.
    await Promise.allSettled([this.#say(false), this.#store.leave()]);
  }

  async #say(stays: boolean): Promise<boolean> {
    const [meetingId, participantId] = [this.#store.meeting()?.id, this.#store.myId()];
    const guestToken = this.#pass.guestToken;
    if (!meetingId) return false;
    const whose = { ...(participantId && { participantId }), ...(guestToken && { guestToken }) };
    const textVersion = `${CONSENT_TEXT}/${this.#locale}`;
    try {
      const input = { meetingId, stays, textVersion, ...whose };
      const [refusal] = (await this.#graph.ask(ConsentToRecordingDocument, { input })).consentToRecording.userErrors;
      // It ended meanwhile: then there is nothing to agree to.
      if (refusal && refusal.code !== 'CONFLICT') this.#toaster.show(refusal.message);
      return !refusal || refusal.code === 'CONFLICT';
    } catch {
      return false;
    }
  }
}
