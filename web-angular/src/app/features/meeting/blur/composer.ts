/** The size of the picture that the model looks at. */
const MODEL = { width: 256, height: 144 };
/** The background is drawn this small and large again: that is the blur, at a cost of next to nothing, in every browser. */
const SMALL = { width: 40, height: 22 };
/** How soft the person's edge is, in points of the picture sent. */
const EDGE = 'blur(4px)';

/** Puts a sharp person before a blurred background. */
export class Composer {
  readonly canvas = document.createElement('canvas');
  readonly #model = canvasOf(MODEL);
  readonly #small = canvasOf(SMALL);
  readonly #out = contextOf(this.canvas);

  /** The picture as the model wants it. */
  forModel(picture: CanvasImageSource): HTMLCanvasElement {
    contextOf(this.#model).drawImage(picture, 0, 0, MODEL.width, MODEL.height);
    return this.#model;
  }

  /** Draws one picture. Without a mask all of it is blurred: nothing is shown that should not be. */
  draw(picture: CanvasImageSource, mask: CanvasImageSource | undefined, width: number, height: number): void {
    if (this.canvas.width !== width || this.canvas.height !== height)
      [this.canvas.width, this.canvas.height] = [width, height];
    const out = this.#out;
    contextOf(this.#small).drawImage(picture, 0, 0, SMALL.width, SMALL.height);
    out.globalCompositeOperation = 'copy';
    out.filter = 'none';
    if (mask) {
      out.filter = EDGE;
      out.drawImage(mask, 0, 0, width, height);
      out.filter = 'none';
      out.globalCompositeOperation = 'source-in';
      out.drawImage(picture, 0, 0, width, height);
      out.globalCompositeOperation = 'destination-over';
    }
    out.imageSmoothingQuality = 'high';
    out.drawImage(this.#small, 0, 0, width, height);
  }
}

function canvasOf(size: { width: number; height: number }): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), size);
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: true, desynchronized: true });
  if (!context) throw new Error('this browser draws nothing');
  return context;
}
