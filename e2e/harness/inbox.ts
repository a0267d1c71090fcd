import ICAL from 'ical.js';
import PostalMime, { type Email } from 'postal-mime';
import type { Stack } from './stack.ts';
import { until } from './until.ts';

interface Listed {
  id: string;
  subject: string;
  to: string[];
}

/** The mails that the installation sent, as its local inbox shows them. */
export class Inbox {
  readonly url: string;

  constructor({ internal }: Pick<Stack, 'internal'>) {
    this.url = internal.mail;
  }

  /** The mails to somebody, oldest first, once there are `count` of them. */
  async mailsTo(address: string, count: number): Promise<Email[]> {
    let found: Listed[] = [];
    await until(async () => {
      const listed = (await (await fetch(`${this.url}/mails.json`)).json()) as Listed[];
      found = listed.filter(({ to }) => to.includes(address)).reverse();
      return found.length >= count;
    }, 15_000);
    return Promise.all(
      found.map(async ({ id }) => PostalMime.parse(await (await fetch(`${this.url}/mails/${id}/raw`)).arrayBuffer())),
    );
  }
}

/** What a mail tells a calendar, as one of another make reads it. */
export function calendarIn(mail: Email): { method: unknown; event: ICAL.Event } {
  const part = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar');
  const text = typeof part?.content === 'string' ? part.content : new TextDecoder().decode(part?.content);
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const event = calendar.getFirstSubcomponent('vevent') as ICAL.Component;
  return { method: calendar.getFirstPropertyValue('method'), event: new ICAL.Event(event) };
}
