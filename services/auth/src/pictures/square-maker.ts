import { Injectable } from '@nestjs/common';
import { Refused } from '@parley/errors';
import { PictureMaker, sniffPicture, type OpenPicture } from '@parley/pictures';
import sharp from 'sharp';
import { PICTURE_LIMITS, SIZES, type Squares } from './picture.ts';

const QUALITY = 82;

/** Makes the squares of which a person's picture is kept. */
@Injectable()
export class SquareMaker {
  private readonly maker = new PictureMaker();

  /**
   * Cuts the middle square out and writes it anew, upright and without metadata.
   * @throws Refused BAD_USER_INPUT (no picture of this type, broken, over 40 megapixels), UNAVAILABLE (too many wait)
   */
  async make(bytes: Buffer, contentType: string): Promise<Squares> {
    const kind = sniffPicture(bytes);
    if (!kind || !PICTURE_LIMITS.contentTypes.includes(kind))
      throw Refused.badInput('This is not a picture that is taken. Use a JPEG, PNG or WebP file.');
    if (kind !== contentType) throw Refused.badInput(`This is ${kind}, and not ${contentType}.`);
    return this.maker.make(bytes, squaresOf);
  }
}

async function squaresOf({ picture }: OpenPicture): Promise<Squares> {
  const large = await picture
    .resize(SIZES.large, SIZES.large, { fit: 'cover', position: 'centre' })
    .flatten({ background: '#fff' })
    .webp({ quality: QUALITY })
    .toBuffer();
  const small = await sharp(large).resize(SIZES.small, SIZES.small).webp({ quality: QUALITY }).toBuffer();
  return { large, small };
}
