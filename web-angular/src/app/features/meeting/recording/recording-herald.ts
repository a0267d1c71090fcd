import { effect, inject, Injectable, untracked } from '@angular/core';
import type { RecordingState } from '../../../graph/generated/meeting/graphql';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import { Recorder } from './recorder';
import { causeWords } from './recording-words';
import { tone } from './tone';

/** Tells how the recording changes, so that nobody need see it: said at once, and with a short tone when it starts and ends. */
@Injectable()
export class RecordingHerald {
  readonly #recorder = inject(Recorder);
  readonly #announcer = inject(Announcer);
  readonly #toaster = inject(Toaster);
  #before: { readonly id: string; readonly state: RecordingState } | undefined;

  constructor() {
    effect(() => {
      const recording = this.#recorder.recording();
      untracked(() => {
        const before = this.#before?.id === recording?.id ? this.#before?.state : undefined;
        this.#before = recording;
        if (recording && recording.state !== before) this.#tell(recording.state, before);
      });
    });
  }

  #tell(state: RecordingState, before: RecordingState | undefined): void {
    switch (state) {
      case 'WAITING':
        return this.#announcer.say($localize`:@@saidRecWaiting:A recording is being started.`);
      case 'RECORDING':
        if (before !== 'LOST_WORKER') tone('start');
        return this.#announcer.interrupt(
          before === 'LOST_WORKER'
            ? $localize`:@@saidRecAgain:The recording goes on.`
            : $localize`:@@saidRecStarted:This meeting is being recorded.`,
        );
      case 'LOST_WORKER':
        return this.#announcer.interrupt(
          $localize`:@@saidRecLost:The recording is interrupted. Another recorder is to go on.`,
        );
      case 'FINALISING':
        tone('stop');
        return this.#announcer.interrupt($localize`:@@saidRecStopped:The recording has stopped. It is being saved.`);
      case 'READY':
        return this.#toaster.show($localize`:@@saidRecReady:The recording is saved. You find it under Meetings.`);
      case 'FAILED': {
        const cause = this.#recorder.recording()?.cause;
        if (before === 'RECORDING' || before === 'LOST_WORKER') tone('stop');
        const failed = $localize`:@@saidRecFailed:The recording has failed.`;
        return this.#announcer.interrupt(cause ? `${failed} ${causeWords(cause)}` : failed);
      }
    }
  }
}
