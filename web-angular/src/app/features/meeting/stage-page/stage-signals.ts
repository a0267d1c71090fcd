/** How a stage page is: `ready` once it is in the room, `started` once somebody is seen, `ended` when it is over for good. */
export type StageState = 'loading' | 'ready' | 'started' | 'ended';

/** What whoever records the page reads of it. */
interface StageWindow {
  parleyStage?: { readonly state: StageState; readonly cause?: string; readonly enter?: (address: string) => void };
}

/** What LiveKit Egress waits for on the console. */
const SAID: Partial<Record<StageState, string>> = { ready: 'START_RECORDING', ended: 'END_RECORDING' };

/** Says how the stage is, to our recorder on `window` and to Egress on the console. @param cause why it ended */
export function signalStage(state: StageState, cause?: string): void {
  (window as StageWindow).parleyStage = cause === undefined ? { state } : { state, cause };
  const words = SAID[state];
  // eslint-disable-next-line no-console -- it is what Egress listens to
  if (words) console.log(words);
}

/** Says that nothing lets this page in, and that our recorder may send it in later, with everything loaded. @param go to a path of ours */
export function signalIdle(go: (path: string) => void): void {
  const enter = (address: string) => {
    signalStage('loading');
    const { pathname, search, hash } = new URL(address);
    go(pathname + search + hash);
  };
  signalStage('ended', 'this address lets nobody in');
  Object.assign((window as StageWindow).parleyStage ?? {}, { enter });
}
