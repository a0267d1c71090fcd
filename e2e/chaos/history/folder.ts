import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HistoryFile } from './history-file.ts';
import type { FaultLine, HeardLine, ListedLine, RunFacts, SendLine, StoredLine } from './lines.ts';

/** The raw logs of a run: one file for each client, one for what Postgres holds, one for the faults, one for the facts. */
export class HistoryFolder {
  constructor(readonly path: string) {}

  writer(client: string): HistoryFile<SendLine> {
    return new HistoryFile(join(this.path, 'writers', `${client}.jsonl`));
  }

  follower(client: string): HistoryFile<HeardLine> {
    return new HistoryFile(join(this.path, 'followers', `${client}.jsonl`));
  }

  list(client: string): HistoryFile<ListedLine> {
    return new HistoryFile(join(this.path, 'lists', `${client}.jsonl`));
  }

  stored(): HistoryFile<StoredLine> {
    return new HistoryFile(join(this.path, 'postgres.jsonl'));
  }

  faults(): HistoryFile<FaultLine> {
    return new HistoryFile(join(this.path, 'faults.jsonl'));
  }

  keepFacts(facts: RunFacts): void {
    writeFileSync(join(this.path, 'run.json'), `${JSON.stringify(facts, null, 2)}\n`);
  }

  facts(): RunFacts {
    return JSON.parse(readFileSync(join(this.path, 'run.json'), 'utf8')) as RunFacts;
  }

  /** The clients that left a log of this sort. */
  clients(sort: 'writers' | 'followers' | 'lists'): string[] {
    const directory = join(this.path, sort);
    if (!existsSync(directory)) return [];
    const files = readdirSync(directory).filter((file) => file.endsWith('.jsonl'));
    return files.map((file) => file.slice(0, -'.jsonl'.length)).sort();
  }

  readWriter(client: string): AsyncGenerator<SendLine> {
    return lines(join(this.path, 'writers', `${client}.jsonl`));
  }

  readFollower(client: string): AsyncGenerator<HeardLine> {
    return lines(join(this.path, 'followers', `${client}.jsonl`));
  }

  readList(client: string): AsyncGenerator<ListedLine> {
    return lines(join(this.path, 'lists', `${client}.jsonl`));
  }

  readStored(): AsyncGenerator<StoredLine> {
    return lines(join(this.path, 'postgres.jsonl'));
  }

  readFaults(): AsyncGenerator<FaultLine> {
    return lines(join(this.path, 'faults.jsonl'));
  }
}

/** @throws Error when a line is no JSON: half a log is no log */
async function* lines<Line>(path: string): AsyncGenerator<Line> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity }))
    yield JSON.parse(line) as Line;
}
