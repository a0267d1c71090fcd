import type { UserId } from '@parley/contracts';

/** Somebody whom a person blocks. */
export interface Block {
  readonly userId: UserId;
  readonly since: Date;
}

/** A block and where it stands in the list of blocks. */
export interface ListedBlock extends Block {
  readonly foldedName: string;
}

/** How one person and others block each other. */
export interface Blocks {
  /** Those who block the person. */
  readonly by: UserId[];
  /** Those whom the person blocks. */
  readonly whom: UserId[];
}
