import type { UserId } from '@parley/contracts';

/** A person as chat needs them: what stands beside a message. */
export interface Person {
  userId: UserId;
  displayName: string;
  avatarUrl: string | null;
}
