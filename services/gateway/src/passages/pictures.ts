import type { FastifyInstance } from 'fastify';
import { Passage } from './passage.ts';

/** Passes people's pictures to auth: in by a link that it gave, out by an address that names the content. */
export function registerPictures(app: FastifyInstance, authUrl: string): void {
  const passage = new Passage(authUrl, {
    asked: ['content-length', 'content-type', 'transfer-encoding'],
    answered: [
      'cache-control',
      'content-disposition',
      'content-length',
      'content-security-policy',
      'content-type',
      'x-content-type-options',
    ],
    silent: 'Pictures cannot be had right now. Try again in a moment.',
  });
  passage.register(app, ['PUT'], '/uploads/pictures/:token');
  passage.register(app, ['GET', 'HEAD'], '/pictures/:organisation/:hash/:file');
}
