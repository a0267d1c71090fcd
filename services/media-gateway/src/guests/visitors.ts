import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@parley/errors';
import { hashOfGuestToken, type Caller, type KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import type { Meeting } from '../meetings/meeting.ts';
import { guestWho, userWho, type Who } from '../participants/who.ts';
import { PeopleService } from '../people/people.service.ts';
import { guestName } from './guest-name.ts';
import { newGuestToken } from './guest-token.ts';
import { GuestRepository } from './guest.repository.ts';

/** Somebody at the door of one meeting. */
export interface Visitor {
  who: Who;
  user: KnownCaller | undefined;
  displayName: string;
  /** A guest's token, in the clear: it goes back to them and nowhere else. */
  guestToken: string | null;
}

/** What a visitor shows besides their session. */
export interface Shown {
  displayName?: string | null | undefined;
  guestToken?: string | null | undefined;
}

const NOT_OURS = 'This guest token is not of this meeting, or has ended. Join again without it.';

/** Who stands at a meeting's door: a person with an account, a guest we know by their token, or a new guest. */
@Injectable()
export class Visitors {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly guests: GuestRepository,
    private readonly people: PeopleService,
  ) {}

  /** @throws Refused BAD_USER_INPUT (a guest's name), FORBIDDEN (a guest token that is none of this meeting), UNAVAILABLE */
  async atTheDoor(caller: Caller, meeting: Meeting, shown: Shown): Promise<Visitor> {
    const { user } = caller;
    if (user) {
      const { displayName } = await this.people.person(user.organisationId, user.userId);
      return { who: userWho(user.userId), user, displayName, guestToken: null };
    }
    const { guestToken } = shown;
    if (guestToken) {
      const { tokenHash, displayName } = await this.guest(meeting, guestToken);
      return { who: guestWho(tokenHash), user, displayName, guestToken };
    }
    const [displayName, token] = [guestName(shown.displayName), newGuestToken()];
    return { who: guestWho(hashOfGuestToken(token) as string), user, displayName, guestToken: token };
  }

  /** Whoever follows or leaves: by their session, else by their guest token. @throws Refused UNAUTHENTICATED, FORBIDDEN */
  async known({ user }: Caller, meeting: Meeting, guestToken: string | null | undefined): Promise<Who> {
    if (user) return userWho(user.userId);
    if (!guestToken) throw new Refused('UNAUTHENTICATED', 'Sign in first, or show your guest token.');
    return guestWho((await this.guest(meeting, guestToken)).tokenHash);
  }

  /** Who asks, unproven for guests: it is compared with what we know. */
  presumed({ user }: Caller, guestToken: string | null | undefined): Who | undefined {
    if (user) return userWho(user.userId);
    const tokenHash = hashOfGuestToken(guestToken ?? '');
    return tokenHash === undefined ? undefined : guestWho(tokenHash);
  }

  private async guest(meeting: Meeting, guestToken: string) {
    const tokenHash = hashOfGuestToken(guestToken);
    const guest =
      tokenHash === undefined
        ? undefined
        : await this.unitOfWork.run(meeting.organisationId, (tx) => this.guests.find(tx, meeting.id, tokenHash));
    if (!guest) throw new Refused('FORBIDDEN', NOT_OURS, { field: ['guestToken'] });
    return guest;
  }
}
