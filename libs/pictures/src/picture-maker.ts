import { Refused } from '@parley/errors';
import PQueue from 'p-queue';
import sharp, { type Sharp } from 'sharp';

/** Pixels of a picture at most, decoded: a small file can unfold to very many. */
export const MOST_PIXELS = 40_000_000;
/** Pictures that wait for their turn, at most. */
const MOST_WAITING = 20;
/** Seconds that one may take. */
const PATIENCE_S = 10;

// Nothing but these is ever decoded, whatever the library could.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    ...['Jpeg', 'Png', 'Webp'].map((kind) => `VipsForeignLoad${kind}Buffer`),
    ...['Jpeg', 'Png', 'Webp', 'Nsgif'].map((kind) => `VipsForeignLoad${kind}File`),
  ],
});
sharp.cache(false);
sharp.concurrency(1);

/** A picture that is about to be decoded: upright, its sides in pixels. */
export interface OpenPicture {
  readonly picture: Sharp;
  readonly width: number;
  readonly height: number;
}

/** Makes pictures of pictures that strangers sent, one after the other: decoding is dear, in time and memory. */
export class PictureMaker {
  private readonly queue = new PQueue({ concurrency: 1 });

  /**
   * @param source the bytes, or the path of a file, whose head was sniffed
   * @throws Refused BAD_USER_INPUT (broken, over 40 megapixels), UNAVAILABLE (too many wait)
   */
  async make<T>(source: Buffer | string, work: (open: OpenPicture) => Promise<T>): Promise<T> {
    if (this.queue.size >= MOST_WAITING)
      throw new Refused('UNAVAILABLE', 'Many pictures are being made. Try again in a moment.');
    return this.queue.add(() => opened(source, work));
  }
}

async function opened<T>(source: Buffer | string, work: (open: OpenPicture) => Promise<T>): Promise<T> {
  const sides = await sidesOf(source);
  const options = { limitInputPixels: MOST_PIXELS, failOn: 'warning', sequentialRead: true } as const;
  try {
    return await work({ picture: sharp(source, options).autoOrient().timeout({ seconds: PATIENCE_S }), ...sides });
  } catch {
    throw Refused.badInput('This picture is broken. Try another one.');
  }
}

/** Reads the head alone, so that who sends too large a picture is told so. */
async function sidesOf(source: Buffer | string): Promise<{ width: number; height: number }> {
  const { autoOrient } = await sharp(source, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw Refused.badInput('This picture is broken. Try another one.');
    });
  if (autoOrient.width * autoOrient.height > MOST_PIXELS)
    throw Refused.badInput(`This picture has more than ${MOST_PIXELS / 1_000_000} megapixels.`);
  return autoOrient;
}
