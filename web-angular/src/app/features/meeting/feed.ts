import { Directive, effect, ElementRef, inject, input, output } from '@angular/core';
import type { VideoFeed } from './livekit/room-port';
import { mayFill } from './stage/layout';

/** Shows a feed in a video element, filling the box where that crops little, and whole otherwise. */
@Directive({
  selector: 'video[parleyFeed]',
  host: {
    autoplay: '',
    playsinline: '',
    '[muted]': 'true',
    disablepictureinpicture: '',
    '(resize)': 'fit()',
    '(loadedmetadata)': 'fit()',
  },
})
export class Feed {
  readonly #video = inject<ElementRef<HTMLVideoElement>>(ElementRef).nativeElement;
  readonly parleyFeed = input.required<VideoFeed>();
  /** Screens are always shown whole. */
  readonly isWhole = input(false);
  /** The box, width by height; nothing means the element's own. */
  readonly boxRatio = input<number>();
  readonly shown = output<void>();

  constructor() {
    effect((onCleanup) => {
      const feed = this.parleyFeed();
      feed.attach(this.#video);
      onCleanup(() => feed.detach(this.#video));
    });
    effect(() => {
      this.boxRatio();
      this.fit();
    });
  }

  protected fit(): void {
    const { videoWidth, videoHeight, clientWidth, clientHeight } = this.#video;
    const box = this.boxRatio() ?? clientWidth / clientHeight;
    const isFilling = !this.isWhole() && (!videoWidth || !box || mayFill(videoWidth / videoHeight, box));
    this.#video.style.objectFit = isFilling ? 'cover' : 'contain';
    if (videoWidth) this.shown.emit();
  }
}
