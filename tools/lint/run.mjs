// npm run lint: computes the project graph first, because without it the rule on boundaries passes over everything with
// no more than a warning; then lints what is tracked or could be.
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';

const fixes = process.argv.includes('--fix');
await createProjectGraphAsync({ exitOnError: true });
const eslint = new ESLint({ fix: fixes, cache: true, cacheLocation: '.nx/eslint/', concurrency: 'off' });
const results = await eslint.lintFiles(['.']);
if (fixes) await ESLint.outputFixes(results);
const formatter = await eslint.loadFormatter('stylish');
process.stdout.write(await formatter.format(results));
process.exit(results.some(({ errorCount, warningCount }) => errorCount + warningCount > 0) ? 1 : 0);
