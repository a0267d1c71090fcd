import { defineConfig } from '@playwright/test';
import { chromium } from './harness/chromium.ts';

/** The journeys through the running stack, and the tests of the starter itself. Run by `npm test`. */
export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: 'artifacts/results',
  globalSetup: './harness/global-setup.ts',
  forbidOnly: true,
  fullyParallel: false,
  workers: 1,
  // Browsers with real media share two cores with all of Parley: what a hiccup of the machine broke holds the second time, a defect does
  // not. Who needed a second time is counted and named at the end.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure', launchOptions: chromium() },
  projects: [
    { name: 'journeys', testIgnore: 'starter/**' },
    { name: 'starter', testMatch: 'starter/**/*.e2e.ts', timeout: 300_000 },
  ],
});
