import { Directive, ElementRef, inject, input, signal } from '@angular/core';
import { GAP, Placed, Size } from './layout';

/** Lets the floating tile be carried to another corner, by pointer and by arrow keys. */
@Directive({
  selector: '[parleyFloat]',
  host: {
    '[style.transform]': 'transform()',
    '(keydown)': 'move($event)',
    '(pointerdown)': 'grab($event)',
    '(pointermove)': 'drag($event)',
    '(pointerup)': 'drop($event)',
    '(pointercancel)': 'drop($event)',
  },
})
export class FloatCorner {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  /** Where `layout` put it: at the bottom end. Nothing when it does not float. */
  readonly parleyFloat = input.required<Placed | undefined>();
  readonly #corner = signal({ isStart: false, isTop: false });
  readonly #drag = signal<{
    readonly fromX: number;
    readonly fromY: number;
    readonly x: number;
    readonly y: number;
  } | null>(null);

  protected transform(): string | null {
    const placed = this.parleyFloat();
    const stage = this.#stage();
    if (!placed || placed.role !== 'floating' || !stage) return null;
    const drag = this.#drag();
    const { isStart, isTop } = this.#corner();
    const x = (isStart ? GAP - placed.x : 0) + (drag ? drag.x - drag.fromX : 0);
    const y = (isTop ? GAP - placed.y : 0) + (drag ? drag.y - drag.fromY : 0);
    return x || y ? `translate(${x}px, ${y}px)` : null;
  }

  protected move(event: KeyboardEvent): void {
    if (this.parleyFloat()?.role !== 'floating') return;
    const to = {
      ArrowLeft: { isStart: true },
      ArrowRight: { isStart: false },
      ArrowUp: { isTop: true },
      ArrowDown: { isTop: false },
    }[event.key];
    if (!to) return;
    event.preventDefault();
    this.#corner.update((corner) => ({ ...corner, ...to }));
  }

  protected grab(event: PointerEvent): void {
    if (this.parleyFloat()?.role !== 'floating') return;
    this.#host.setPointerCapture(event.pointerId);
    this.#drag.set({ fromX: event.clientX, fromY: event.clientY, x: event.clientX, y: event.clientY });
  }

  protected drag(event: PointerEvent): void {
    const drag = this.#drag();
    if (drag) this.#drag.set({ ...drag, x: event.clientX, y: event.clientY });
  }

  protected drop(event: PointerEvent): void {
    const stage = this.#stage();
    if (!this.#drag() || !stage) return;
    const box = this.#host.getBoundingClientRect();
    const around = this.#host.parentElement?.getBoundingClientRect();
    this.#drag.set(null);
    this.#host.releasePointerCapture(event.pointerId);
    if (!around) return;
    this.#corner.set({
      isStart: box.left + box.width / 2 < around.left + around.width / 2,
      isTop: box.top + box.height / 2 < around.top + around.height / 2,
    });
  }

  #stage(): Size | undefined {
    const parent = this.#host.parentElement;
    return parent ? { width: parent.clientWidth, height: parent.clientHeight } : undefined;
  }
}
