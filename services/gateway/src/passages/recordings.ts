import type { FastifyInstance } from 'fastify';
import { Passage } from './passage.ts';

/** Passes `/recordings/*` to the recorders: their signature in the address lets in. */
export function registerRecordings(app: FastifyInstance, url: string): void {
  new Passage(url, {
    asked: ['range', 'if-range', 'user-agent'],
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
    silent: 'Recordings cannot be read right now. Try again in a moment.',
  }).register(app, ['GET', 'HEAD'], '/recordings/:recordingId');
}
