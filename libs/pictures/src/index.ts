export { MOST_PIXELS, PictureMaker, type OpenPicture } from './picture-maker.ts';
export { isPictureType, sniffPicture, type PictureType } from './sniff-picture.ts';
