import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';

/** Mails kept; older ones are forgotten. */
const MOST_MAILS = 500;
const SHAPE = /^\d{15}-[0-9a-f-]{36}$/;

/** A mail in the inbox. */
export interface Mail {
  id: string;
  parsed: Email;
}

/** The mails of one installation: a file each, newest last by name. */
export class Mailbox {
  readonly #directory: string;
  readonly #parsed = new Map<string, Email>();

  constructor(directory: string) {
    this.#directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }

  /** Keeps a mail as it came; once this returns it is on the disk. */
  keep(raw: Buffer): string {
    const id = `${String(Date.now()).padStart(15, '0')}-${randomUUID()}`;
    const file = this.#file(id);
    writeFileSync(`${file}.new`, raw, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    for (const old of this.#ids().slice(0, -MOST_MAILS)) this.#forget(old);
    return id;
  }

  /** Newest first. */
  async list(): Promise<Mail[]> {
    const mails = await Promise.all(this.#ids().map((id) => this.find(id)));
    return mails.filter((mail) => mail !== undefined).reverse();
  }

  async find(id: string): Promise<Mail | undefined> {
    const raw = this.#parsed.has(id) ? undefined : this.raw(id);
    if (raw) this.#parsed.set(id, await PostalMime.parse(raw));
    const parsed = this.#parsed.get(id);
    return parsed && { id, parsed };
  }

  /** As it came over the wire; undefined when there is none. */
  raw(id: string): Buffer | undefined {
    if (!SHAPE.test(id)) return undefined;
    try {
      return readFileSync(this.#file(id));
    } catch {
      return undefined;
    }
  }

  #ids(): string[] {
    return readdirSync(this.#directory)
      .flatMap((name) => (name.endsWith('.eml') ? [name.slice(0, -4)] : []))
      .filter((id) => SHAPE.test(id))
      .sort();
  }

  #forget(id: string): void {
    rmSync(this.#file(id), { force: true });
    this.#parsed.delete(id);
  }

  #file(id: string): string {
    return join(this.#directory, `${id}.eml`);
  }
}
