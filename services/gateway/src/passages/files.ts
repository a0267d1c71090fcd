import type { FastifyInstance } from 'fastify';
import { Passage } from './passage.ts';

/** Passes files of messages to chat: in by a link that it gave, out by an address that it signed. */
export function registerFiles(app: FastifyInstance, chatUrl: string): void {
  const passage = new Passage(chatUrl, {
    // Not the type: nothing behind is to take a file for a request it understands.
    asked: ['content-length', 'transfer-encoding', 'range', 'if-range'],
    answered: [
      'accept-ranges',
      'cache-control',
      'content-disposition',
      'content-length',
      'content-range',
      'content-security-policy',
      'content-type',
      'x-content-type-options',
    ],
    silent: 'Files cannot be had right now. Try again in a moment.',
  });
  passage.register(app, ['PUT'], '/uploads/attachments/:token');
  passage.register(app, ['GET', 'HEAD'], '/files/:organisation/:attachment/:part');
}
