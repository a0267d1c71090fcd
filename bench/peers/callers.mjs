// Plays callers against a store in one process, for row P5. A line of JSON on stdin is a run, its answer a line on stdout. `store(body)`
// resolves when the message is stored for good; `count()` says how many are, and must agree with what was answered.
import { createInterface } from 'node:readline';

/** @param {{ store(body: string): Promise<number | void>, count(): Promise<number>, close(): Promise<unknown> }} store */
export async function serve(store) {
  process.stdout.write('ready\n');
  for await (const line of createInterface({ input: process.stdin })) {
    const { callers, warm, seconds, bytes } = JSON.parse(line);
    const body = 'x'.repeat(bytes);
    const [before, begin] = [await store.count(), performance.now()];
    const [from, to] = [begin + warm * 1e3, begin + (warm + seconds) * 1e3];
    const took = [];
    let [stored, counted] = [0, 0];
    let [cpu, cpuAtEnd, endedAt] = [undefined, 0, 0];
    await Promise.all(
      Array.from({ length: callers }, async () => {
        for (let now = performance.now(); now < to;) {
          const asked = now;
          const count = (await store.store(body)) ?? 1;
          now = performance.now();
          stored += count;
          if (asked < from) continue;
          cpu ??= process.cpuUsage();
          if (now > to) continue;
          [counted, endedAt, cpuAtEnd] = [counted + count, now, process.cpuUsage(cpu)];
          took.push(now - asked);
        }
      }),
    );
    const there = (await store.count()) - before;
    const wrong = there === stored ? undefined : `${stored} were answered and ${there} are there`;
    took.sort((a, b) => a - b);
    const at = (part) => took[Math.floor(took.length * part)] ?? 0;
    const ownCpu = cpuAtEnd ? (cpuAtEnd.user + cpuAtEnd.system) / 1e6 : 0;
    const answer = { wrong, stored: counted, seconds: (endedAt - from) / 1e3, p50ms: at(0.5), p99ms: at(0.99), ownCpu };
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  await store.close();
}
