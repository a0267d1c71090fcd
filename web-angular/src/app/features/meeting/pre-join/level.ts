import { ChangeDetectionStrategy, Component, effect, ElementRef, inject, input } from '@angular/core';
import { loudness } from '../loudness';

/** How loud the microphone is, live: a row of bars, drawn without change detection. Decoration for who looks. */
@Component({
  selector: 'parley-level',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { 'aria-hidden': 'true', 'data-testid': 'level' },
  template: '<i></i><i></i><i></i><i></i><i></i><i></i><i></i><i></i>',
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 0.1875rem;
      block-size: 1rem;
      --level: 0;
    }
    i {
      inline-size: 0.25rem;
      block-size: 0.75rem;
      border-radius: var(--round);
      background: color-mix(
        in oklch,
        var(--speaking) calc(100% * clamp(0, (var(--level) - var(--at)) * 8, 1)),
        var(--control-hover)
      );
    }
    i:nth-child(1) {
      --at: 0.02;
    }
    i:nth-child(2) {
      --at: 0.12;
    }
    i:nth-child(3) {
      --at: 0.24;
    }
    i:nth-child(4) {
      --at: 0.36;
    }
    i:nth-child(5) {
      --at: 0.48;
    }
    i:nth-child(6) {
      --at: 0.6;
    }
    i:nth-child(7) {
      --at: 0.74;
    }
    i:nth-child(8) {
      --at: 0.88;
    }
  `,
})
export class Level {
  readonly track = input.required<MediaStreamTrack | null>();

  constructor() {
    const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    effect((onCleanup) => {
      const track = this.track();
      if (!track) return element.style.setProperty('--level', '0');
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 512;
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      let frame = 0;
      const draw = (): void => {
        analyser.getFloatTimeDomainData(samples);
        element.style.setProperty('--level', loudness(samples).toFixed(2));
        frame = requestAnimationFrame(draw);
      };
      draw();
      onCleanup(() => {
        cancelAnimationFrame(frame);
        void context.close();
      });
    });
  }
}
