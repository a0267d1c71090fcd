import { Directive, input, output, signal } from '@angular/core';

/** Takes files that are dropped on its element, and says while some are held over it. */
@Directive({
  selector: '[parleyFileDrop]',
  exportAs: 'fileDrop',
  host: {
    '(dragenter)': 'over($event)',
    '(dragover)': 'over($event)',
    '(dragleave)': 'left($event)',
    '(drop)': 'drop($event)',
  },
})
export class FileDrop {
  /** Whether files are taken here. */
  readonly parleyFileDrop = input(true);
  readonly dropped = output<readonly File[]>();
  readonly isOver = signal(false);

  protected over(event: DragEvent): void {
    if (!this.parleyFileDrop() || !event.dataTransfer?.types.includes('Files')) return;
    // Without it the browser would open the file in place of us.
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    this.isOver.set(true);
  }

  protected left({ relatedTarget, currentTarget }: DragEvent): void {
    const isInside = relatedTarget instanceof Node && (currentTarget as Node).contains(relatedTarget);
    if (!isInside) this.isOver.set(false);
  }

  protected drop(event: DragEvent): void {
    this.isOver.set(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    if (!this.parleyFileDrop() || files.length === 0) return;
    event.preventDefault();
    this.dropped.emit(files);
  }
}
