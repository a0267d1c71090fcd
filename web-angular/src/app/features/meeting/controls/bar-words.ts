import { computed, inject, Injectable } from '@angular/core';
import { MeetingChat } from '../chat-panel/meeting-chat';
import { Hands } from '../hands/hands';
import { LobbyBook } from '../lobby/lobby-book';
import { Controls } from './controls';

/** What the controls of the bar are called just now, there and in its menu. */
@Injectable()
export class BarWords {
  readonly #controls = inject(Controls);
  readonly #hands = inject(Hands);
  readonly #chat = inject(MeetingChat);
  readonly #lobby = inject(LobbyBook);

  readonly microphone = computed(() =>
    this.#controls.isMicrophoneOn() ? $localize`:@@mute:Mute` : $localize`:@@unmute:Unmute`,
  );
  readonly camera = computed(() =>
    this.#controls.isCameraOn() ? $localize`:@@stopVideo:Stop video` : $localize`:@@startVideo:Start video`,
  );
  readonly share = computed(() =>
    this.#controls.isSharing() ? $localize`:@@stopSharing:Stop sharing` : $localize`:@@shareScreen:Share screen`,
  );
  readonly hand = computed(() =>
    this.#hands.isMineUp() ? $localize`:@@lowerHand:Lower hand` : $localize`:@@raiseHand:Raise hand`,
  );
  readonly chat = computed(() => {
    const unseen = this.#chat.unseen();
    return unseen ? $localize`:@@chatUnseen:Chat, ${unseen}:count: unread` : $localize`:@@chat:Chat`;
  });
  readonly people = computed(() => {
    const waiting = this.#lobby.waiters().length;
    return waiting ? $localize`:@@peopleWaiting:People, ${waiting}:count: waiting` : $localize`:@@people:People`;
  });
}
