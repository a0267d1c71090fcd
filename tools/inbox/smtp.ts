import { SMTPServer } from 'smtp-server';
import type { Mailbox } from './mailbox.ts';

const LARGEST_BYTES = 10 * 1024 * 1024;

/** A mail server that keeps whatever it gets, for whomever it is, and sends nothing on. */
export function smtpServer(mailbox: Mailbox): SMTPServer {
  return new SMTPServer({
    banner: 'Parley keeps mails here and sends none',
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: LARGEST_BYTES,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('error', done);
      stream.once('end', () => {
        if (stream.sizeExceeded)
          return done(Object.assign(new Error('This mail is too large.'), { responseCode: 552 }));
        try {
          mailbox.keep(Buffer.concat(chunks));
          done();
        } catch (error) {
          done(error as Error);
        }
      });
    },
  });
}
