// Runs the suites, all or those that are named, and closes with the one line that adds them up.
import { allSuites } from './suites.ts';

const wanted = process.argv.slice(2);
const suites = allSuites();
const known = suites.map(({ name }) => name);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`no suite ${unknown.join(', ')}; there are ${known.join(', ')}\n`);
  process.exit(2);
}

const total = { passed: 0, failed: 0, skipped: 0 };
const rows: string[] = [];
const troubles: string[] = [];
for (const suite of suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  process.stdout.write(`\n── ${suite.name}\n`);
  const begun = Date.now();
  const count = await suite.run();
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  troubles.push(...(count.troubles ?? []));
  const seconds = ((Date.now() - begun) / 1000).toFixed(1).padStart(7);
  rows.push(
    `${suite.name.padEnd(12)} ${String(count.passed).padStart(5)} ok ${String(count.failed).padStart(5)} bad ${seconds} s` +
      (count.again ? `   ${count.again} at the second try` : ''),
  );
}
// Last, so that they stand in the end of a long log, where one looks.
if (troubles.length > 0) process.stdout.write(`\n${troubles.join('\n\n')}\n`);
process.stdout.write(
  `\n${rows.join('\n')}\n\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
);
process.exit(total.failed === 0 ? 0 : 1);
