import type { FastifyInstance } from 'fastify';
import { Passage } from './passage.ts';

/** Passes the POST that ends mails about what somebody missed to chat: its signed address is all that lets in. GET is a page of the web. */
export function registerStopMails(app: FastifyInstance, chatUrl: string): void {
  const passage = new Passage(chatUrl, {
    asked: ['content-length', 'transfer-encoding'],
    answered: ['content-length', 'content-type'],
    silent: 'This cannot be done right now. Try again in a moment.',
  });
  passage.register(app, ['POST'], '/stop-mails/:organisation/:user/:signature');
}
