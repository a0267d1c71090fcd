/** What our stage page says of itself, on `window`. */
interface Stage {
  readonly state: 'loading' | 'ready' | 'started' | 'ended';
  /** Why it ended. */
  readonly cause?: string;
  /** Of a page that was opened without what lets it in: sends it in by an address of its own. */
  readonly enter?: (address: string) => void;
}

/** Runs in the page: whether it has got anywhere, be it into the room or not. */
export function isStageOpen(): boolean {
  const { state = 'loading' } = (window as unknown as { parleyStage?: Stage }).parleyStage ?? {};
  return state !== 'loading';
}

/** Runs in the page: whether it has loaded what it needs, and waits to be sent in. */
export function waitsToEnter(): boolean {
  return (window as unknown as { parleyStage?: Stage }).parleyStage?.enter !== undefined;
}

/** Runs in the page: sends it in, if it is one that waits for that; whether it is. */
export function enterStage(address: string): boolean {
  const { enter } = (window as unknown as { parleyStage?: Stage }).parleyStage ?? {};
  enter?.(address);
  return enter !== undefined;
}

/** Runs in the page: why it is over; null while it is not. */
export function endOfStage(): string | null {
  const stage = (window as unknown as { parleyStage?: Stage }).parleyStage;
  return stage?.state === 'ended' ? (stage.cause ?? 'ended') : null;
}
