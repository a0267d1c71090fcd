import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import type { MailToSend } from './mail.ts';

/** How many mails go out at once. */
const CONNECTIONS = 2;
const PATIENCE_MS = 20_000;

/** Hands mails to the installation's mail server. Without `MAIL_URL` there is none, and nothing is ever queued. */
@Injectable()
export class MailTransport implements OnApplicationShutdown {
  private readonly transporter: Transporter | undefined;
  private readonly host: string;
  private readonly sender: string;

  constructor(@Inject(CONFIG) config: Pick<MediaConfig, 'MAIL_URL' | 'MAIL_FROM' | 'PUBLIC_URL'>) {
    this.host = new URL(config.PUBLIC_URL).hostname;
    this.sender = config.MAIL_FROM ?? `parley@${this.host}`;
    const patience = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS };
    if (config.MAIL_URL)
      this.transporter = createTransport({
        url: config.MAIL_URL,
        pool: true,
        maxConnections: CONNECTIONS,
        ...patience,
      });
  }

  get isThere(): boolean {
    return this.transporter !== undefined;
  }

  /** The installation's own address. */
  get address(): string {
    return this.sender;
  }

  /** @throws whatever the mail server or the way to it says; whether it was sent is then unknown */
  async send({ id, recipient, content }: MailToSend): Promise<void> {
    const { subject, text, html, from, calendar, stopUrl } = content;
    await this.transporter?.sendMail({
      messageId: `<${id}@${this.host}>`,
      from: { name: from.name, address: this.sender },
      ...(from.replyTo === null ? {} : { replyTo: { name: from.name, address: from.replyTo } }),
      to: { name: '', address: recipient },
      subject,
      text,
      html,
      headers: {
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...(stopUrl
          ? { 'List-Unsubscribe': `<${stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
          : {}),
      },
      ...(calendar ? { icalEvent: { method: calendar.method, filename: 'invite.ics', content: calendar.file } } : {}),
      // Nothing in a mail of ours comes from a file or another address.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  onApplicationShutdown(): void {
    this.transporter?.close();
  }
}
