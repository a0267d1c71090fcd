import { freePort } from '@parley/testing';
import ICAL from 'ical.js';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { vi } from 'vitest';

/** A mail as it arrived. */
export interface Arrived extends Email {
  /** Envelope recipient. */
  recipient: string;
  /** As it came over the wire. */
  raw: string;
}

/** A mail server of another make, on loopback, that keeps what it gets. */
export class MailServer {
  readonly mails: Arrived[] = [];
  /** Answers every mail with this, as long as it is set. */
  refusal: { responseCode: number; message: string } | undefined;
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { refusal } = this;
        if (refusal) return done(Object.assign(new Error(refusal.message), refusal));
        const raw = Buffer.concat(chunks).toString('utf8');
        void PostalMime.parse(raw).then((mail) => {
          for (const { address } of session.envelope.rcptTo) this.mails.push({ ...mail, recipient: address, raw });
          done();
        }, done);
      });
    },
  });

  private constructor(readonly port: number) {}

  static async start(port?: number): Promise<MailServer> {
    const made = new MailServer(port ?? (await freePort()));
    await new Promise<void>((resolve, reject) => {
      made.server.once('error', reject);
      made.server.listen(made.port, '127.0.0.1', resolve);
    });
    return made;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** Mails to these people about a meeting's title, once there are `count` of them. */
  async arrived(title: string, count: number): Promise<Arrived[]> {
    return vi.waitFor(
      () => {
        const found = this.mails.filter(({ subject }) => subject?.includes(title));
        if (found.length < count) throw new Error(`${found.length} of ${count} mails about ${title}`);
        return found;
      },
      { timeout: 10_000, interval: 20 },
    );
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

/** The calendar part of a mail, as a calendar of another make reads it. */
export function calendarOf(mail: Arrived): { method: string; event: ICAL.Event } {
  const [part] = mail.attachments.filter(({ mimeType }) => mimeType === 'text/calendar');
  if (!part) throw new Error('this mail has no calendar part');
  const { content } = part;
  const text = typeof content === 'string' ? content : new TextDecoder().decode(content);
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    event: new ICAL.Event(calendar.getFirstSubcomponent('vevent') as ICAL.Component),
  };
}

/** The token in a mail's links. */
export const tokenOf = (mail: Arrived): string => /\/i\/(inv_[\w-]+)\?answer=yes/.exec(mail.text ?? '')?.[1] ?? '';
