import { defineConfig } from 'vitest/config';

const everywhere = ['libs/*', 'services/*', 'tools', 'e2e'];
/** What is built is tested by itself: building takes all there is of the machine. */
const images = 'tools/images/*.int.spec.ts';

/** Legacy decorators with their metadata, as Nest and TypeORM read them; the services' bundles are built the same way. */
const oxc = { decorator: { legacy: true, emitDecoratorMetadata: true } };

/** One graphql for all: Node's own import takes the package's main file, Vite would take another beside it. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

export default defineConfig({
  oxc,
  resolve,
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: everywhere.map((room) => `${room}/**/*.spec.ts`),
          exclude: ['**/*.int.spec.ts', '**/node_modules/**', '**/dist/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: everywhere.map((room) => `${room}/**/*.int.spec.ts`),
          exclude: [images, '**/node_modules/**', '**/dist/**'],
          globalSetup: ['libs/testing/src/global-setup.ts'],
          // They wait far more than they compute.
          maxWorkers: 3,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          // Real servers and real time on two cores, as with the journeys: what needs a second time is counted and named at the end.
          retry: 1,
        },
      },
      {
        extends: true,
        test: {
          name: 'images',
          include: [images],
          globalSetup: ['libs/testing/src/global-setup.ts'],
          testTimeout: 60_000,
          // A first build of everything, the web included.
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
