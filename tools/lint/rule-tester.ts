import { RuleTester } from 'eslint';
import { parser } from 'typescript-eslint';
import { afterAll, describe, it } from 'vitest';

Object.assign(RuleTester, { afterAll, describe, it, itOnly: it.only });

/** ESLint's tester, for TypeScript with decorators, run by Vitest. */
export const ruleTester = new RuleTester({
  languageOptions: { parser, parserOptions: { ecmaFeatures: {} }, sourceType: 'module', ecmaVersion: 'latest' },
});
