/** Before asking again when nobody answered, in milliseconds. */
const PATIENCE_MS = 3000;

/** Asks one question after the other, each until somebody answers. */
export class InTurn {
  #last: Promise<void> = Promise.resolve();

  /** Asks once everything before is answered. @param ask does nothing when nobody wants to know any more */
  ask(ask: () => Promise<void> | undefined): void {
    this.#last = this.#last.then(ask).catch(() => void setTimeout(() => this.ask(ask), PATIENCE_MS));
  }
}
