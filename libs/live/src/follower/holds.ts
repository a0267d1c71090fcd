/** Things of which one per name exists as long as somebody holds it. */
export class Holds<T extends { close(): void }> {
  private readonly held = new Map<string, { thing: T; holders: number }>();

  hold(name: string, make: () => T): T {
    let one = this.held.get(name);
    if (!one) this.held.set(name, (one = { thing: make(), holders: 0 }));
    one.holders++;
    return one.thing;
  }

  get(name: string): T | undefined {
    return this.held.get(name)?.thing;
  }

  release(name: string): void {
    const one = this.held.get(name);
    if (!one || --one.holders > 0) return;
    this.held.delete(name);
    one.thing.close();
  }

  *all(): Iterable<T> {
    for (const { thing } of this.held.values()) yield thing;
  }

  closeAll(): void {
    for (const { thing } of this.held.values()) thing.close();
    this.held.clear();
  }
}
