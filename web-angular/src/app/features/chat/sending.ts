import { SendMessageDocument, SendMessageInput, SendMessageMutation } from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';

/** Waits between tries of one sending, in milliseconds; after the last one it has failed, unless the network is away. */
const PATIENCE_MS = [400, 1200];
/** The longest wait while the network is away, in milliseconds; the browser's word that it is back ends it. */
const AWAY_MS = 5000;

type Sent = SendMessageMutation['sendMessage'];
type Input = SendMessageInput & { clientNonce: string };

/**
 * Sends what was written in one conversation, one after the other, so that it stands there in the order it was written. While the
 * network is away it waits, as long as that takes; whatever is not known to have arrived is sent again with the same nonce.
 */
export class Sending {
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly graph: Graph,
    /** Whether somebody still wants it sent; told, too, that it waits for the network. */
    private readonly isWanted: (nonce: string, isWaiting: boolean) => boolean,
  ) {}

  /** @returns what the server says; undefined when it was given up meanwhile @throws GraphError when it cannot be sent */
  deliver(input: Input): Promise<Sent | undefined> {
    const sent = this.#last.then(() => this.#insist(input));
    this.#last = sent.catch(() => undefined);
    return sent;
  }

  async #insist(input: Input): Promise<Sent | undefined> {
    for (let tries = 0; this.isWanted(input.clientNonce, false); tries += 1) {
      const isLast = tries >= PATIENCE_MS.length;
      try {
        const { sendMessage } = await this.graph.ask(SendMessageDocument, { input });
        if (isLast || sendMessage.userErrors[0]?.code !== 'UNAVAILABLE') return sendMessage;
      } catch (error) {
        const isAway = error instanceof GraphError && error.code === 'OFFLINE';
        if (isAway) this.isWanted(input.clientNonce, true);
        else if (isLast || !(error instanceof GraphError) || !error.isPassing) throw error;
      }
      await pause(PATIENCE_MS[tries] ?? AWAY_MS);
    }
    return undefined;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    addEventListener('online', go);
  });
}
