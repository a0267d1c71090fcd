import nx from '@nx/eslint-plugin';
import typescript from 'typescript-eslint';
import { SERVICES } from './tools/bootstrap/parts.mjs';
import { DEP_CONSTRAINTS } from './tools/lint/boundaries.mjs';
import { parley } from './tools/lint/plugin.mjs';

const TESTS = ['**/*.spec.ts', '**/test/**', 'e2e/**', 'bench/**'];
const CONFIGURATION = ['**/*.config.{ts,mjs,js}', 'e2e/harness/global-setup.ts', 'web-angular/codegen.ts'];

/** Nx sees only what resolves, and a service's package has nothing to import; a name alone is refused here. */
const NOBODYS = SERVICES.map((service) => ({
  package: `@parley/${service}-service`,
  rooms: [],
  why: 'a service is spoken to over the graph or the bus, never imported',
}));

/** Packages with a room of their own (docs: house law). */
const ROOMS = [
  ...NOBODYS,
  {
    package: 'typeorm',
    rooms: [
      '**/*.entity.ts',
      '**/*.repository.ts',
      '**/*.migration.ts',
      '**/migrations/**',
      'libs/persistence/**',
      'libs/testing/**',
      ...TESTS,
    ],
    why: 'everything else speaks to repositories',
  },
  {
    package: 'livekit-server-sdk',
    rooms: ['services/media-gateway/src/livekit/**', ...TESTS],
    why: 'the media-gateway is the only speaker to LiveKit, in one room',
  },
  {
    package: 'livekit-client',
    rooms: ['web-angular/src/app/features/meeting/livekit/**', 'e2e/**', 'bench/**'],
    why: 'the meeting knows a port of its own words; one adapter knows the SDK',
  },
  {
    package: 'prom-client',
    rooms: ['libs/telemetry/**'],
    why: 'what is measured is named in few places, and has labels of ours alone',
  },
  {
    package: '@parley/testing',
    rooms: ['libs/testing/**', 'vitest.config.ts', ...TESTS],
    why: 'what runs in production does not know of tests',
  },
];

export default typescript.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/.angular/**',
      '**/.nx/**',
      '**/.parley*/**',
      '**/generated/**',
      '**/artifacts/**',
      'bench/out/**',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...typescript.configs.recommended,
  {
    files: ['**/*.{ts,mts,mjs,js}'],
    plugins: { '@nx': nx, parley },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: DEP_CONSTRAINTS,
          // Plain scripts that run before, or in order to get, what packages resolve with.
          allow: ['../../tools/build/service.mjs', '../tools/bootstrap/node24.mjs'],
          enforceBuildableLibDependency: false,
          checkDynamicDependenciesExceptions: [],
          // Tests of the kit and of the images run on the real parts of libs/testing, which is made of the kit and of
          // tools; production code may not (parley/import-belongs).
          ignoredCircularDependencies: ['bus', 'live', 'persistence', 'subgraph', 'tools'].map((part) => [
            '@parley/testing',
            `@parley/${part}`,
          ]),
        },
      ],
      'parley/import-belongs': ['error', ROOMS],
      'parley/env-in-config': [
        'error',
        [
          '**/config.ts',
          'tools/**',
          'e2e/**',
          'bench/**',
          // Programs for others to read: they have no configuration of ours.
          'docs/api/examples/**',
          'libs/config/**',
          'libs/testing/**',
          'web-angular/scripts/**',
          ...CONFIGURATION,
          ...TESTS,
        ],
      ],
      // The permissions of NATS users are made of the same words, as patterns.
      'parley/subject-in-contracts': ['error', ['libs/contracts/**', 'tools/embedded/nats.ts', ...TESTS]],
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-control-regex': 'error',
      'no-empty': 'error',
      'no-irregular-whitespace': 'error',
      'no-self-assign': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['services/**', 'libs/**'], rules: { 'parley/door-declares-access': 'error' } },
  { files: ['services/**', 'libs/**', 'web-angular/src/**'], rules: { 'no-console': 'error' } },
  // Peers are measured as their own guides would have them.
  { files: ['bench/peers/**'], rules: { 'parley/door-declares-access': 'off' } },
  { files: CONFIGURATION, rules: { 'no-restricted-exports': 'off' } },
);
