import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '@parley/persistence';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { MailTransport } from '../mail/mail-transport.ts';
import type { LetterKind, NewMail } from '../mail/mail.ts';
import { PostOffice } from '../mail/post-office.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { calendarFile } from './calendar-file.ts';
import { InvitationDirectoryRepository } from './invitation-directory.repository.ts';
import { hashOfInvitationToken, newInvitationToken } from './invitation-token.ts';
import { InviteeRepository } from './invitee.repository.ts';
import type { Invitee } from './invitee.ts';
import { LETTER_WORDS } from './letter-words.ts';
import { letterOf } from './letters.ts';

/**
 * Tells those who are invited, by mail, within the transaction of what they are told. Every mail has links of its own to
 * answer by; we keep the hashes of their tokens.
 */
@Injectable()
export class Announcements {
  constructor(
    private readonly post: PostOffice,
    private readonly transport: MailTransport,
    private readonly people: PersonRepository,
    private readonly invitees: InviteeRepository,
    private readonly directory: InvitationDirectoryRepository,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'PUBLIC_URL' | 'MAIL_LANGUAGE'>,
  ) {}

  /** @param remindsOf which time, for a REMINDER */
  async tell(
    tx: Transaction,
    kind: LetterKind,
    meeting: Meeting,
    to: readonly Invitee[],
    remindsOf?: Date,
  ): Promise<void> {
    if (!this.post.isOpen || to.length === 0) return;
    const isOff = kind === 'CANCELLATION';
    const tokens = new Map(to.map(({ id }) => [id, newInvitationToken()]));
    if (!isOff) {
      const hashes = [...tokens].map(([inviteeId, token]) => ({
        inviteeId,
        tokenHash: hashOfInvitationToken(token) as string,
      }));
      await this.directory.enter(tx, meeting.id, hashes);
    }
    const person = await this.people.find(tx, meeting.hostUserId);
    const language = this.config.MAIL_LANGUAGE;
    const words = LETTER_WORDS[language];
    const hostName = person?.displayName ?? words.theHost;
    const organizer = { name: hostName, email: person?.email ?? this.transport.address };
    const url = `${this.config.PUBLIC_URL}/m/${meeting.code}`;
    const listed = await this.invitees.of(tx, meeting.id);
    const mails = to.map((invitee): NewMail => {
      // Whoever is taken off a list is told of themselves alone.
      const attendees = isOff ? [invitee] : listed;
      const entry = { meeting, url, organizer, invitees: attendees, description: `${words.join}: ${url}` };
      const method = isOff ? 'CANCEL' : 'REQUEST';
      const file = kind === 'REMINDER' ? undefined : calendarFile(method, entry);
      const answerUrl = isOff ? null : `${this.config.PUBLIC_URL}/i/${tokens.get(invitee.id)}`;
      return {
        meetingId: meeting.id,
        kind,
        recipient: invitee.email,
        content: {
          ...letterOf({ kind, meeting, url, hostName, answerUrl, language, ...(remindsOf ? { remindsOf } : {}) }),
          from: { name: `${hostName} (Parley)`, replyTo: person?.email ?? null },
          calendar: file === undefined ? null : { method, file },
        },
      };
    });
    await this.post.post(tx, mails);
  }
}
