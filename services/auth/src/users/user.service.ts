import { Inject, Injectable } from '@nestjs/common';
import { userUpdated, type OrganisationId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { requireText } from '@parley/subgraph';
import { UserRepository } from './user.repository.ts';
import { snapshotOf, type User } from './user.ts';

/** A change of one's profile; what is undefined stays. */
export interface ProfileChange {
  displayName?: string | null | undefined;
  phone?: string | null | undefined;
  title?: string | null | undefined;
  locale?: string | null | undefined;
}

const PHONE = /^\+[1-9]\d{5,14}$/;

/** People as they are known: reading them and changing one's own profile. */
@Injectable()
export class UserService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
  ) {}

  /** People of this organisation among the ids; others are left out. */
  findByIds(organisationId: OrganisationId, ids: readonly UserId[]): Promise<User[]> {
    return this.unitOfWork.run(organisationId, (tx) => this.users.findByIds(tx, ids));
  }

  /** @throws Refused BAD_USER_INPUT */
  async updateProfile(caller: KnownCaller, change: ProfileChange): Promise<User> {
    const checked = checkedProfile(change);
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const user = await this.users.update(tx, caller.userId, checked);
      tx.publish(userUpdated, snapshotOf(user));
      return user;
    });
  }
}

type Checked = Partial<Pick<User, 'displayName' | 'phone' | 'title' | 'locale'>>;

function checkedProfile({ displayName, phone, title, locale }: ProfileChange): Checked {
  if (displayName === null) throw Refused.badInput('A name cannot be removed.', 'displayName');
  return {
    ...(displayName === undefined
      ? {}
      : { displayName: requireText(displayName, { least: 1, most: 80 }, 'displayName') }),
    ...(phone === undefined ? {} : { phone: phone === null ? null : requirePhone(phone) }),
    ...(title === undefined
      ? {}
      : { title: title === null ? null : requireText(title, { least: 0, most: 80 }, 'title') || null }),
    ...(locale === undefined ? {} : { locale: locale === null ? null : requireLocale(locale) }),
  };
}

function requirePhone(text: string): string {
  const phone = text.replace(/[\s().-]/g, '');
  if (!PHONE.test(phone)) throw Refused.badInput('Use the international form, for example +44 20 7946 0000.', 'phone');
  return phone;
}

function requireLocale(text: string): string {
  try {
    const [locale] = Intl.getCanonicalLocales(text);
    if (locale) return locale;
  } catch {
    // Falls through to the refusal.
  }
  throw Refused.badInput('This is not a language tag.', 'locale');
}
