import type { KnownCaller } from '@parley/identity';
import type { UserType } from './user.graphql.ts';
import type { User } from './user.ts';

/** A person as this viewer may see them: e-mail, phone and locale are one's own. */
export function viewOf(user: User, viewer: Pick<KnownCaller, 'userId'>): UserType {
  const isSelf = user.id === viewer.userId;
  const { id, displayName, avatarUrl, title, role } = user;
  return {
    id,
    displayName,
    avatarUrl,
    title,
    role,
    email: isSelf ? user.email : null,
    isEmailConfirmed: isSelf ? user.isEmailConfirmed : null,
    phone: isSelf ? user.phone : null,
    locale: isSelf ? user.locale : null,
  };
}
