import { readFileSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';

/** The committed public schema; what it does not have yet is promised by the provisional one. */
const published = '../docs/api/schema.graphql';
const hasPresence = readFileSync(new URL(published, import.meta.url), 'utf8').includes('presenceChanged');
const schema = hasPresence ? [published] : [published, 'src/app/graph/schema.provisional.graphql'];

const config: CodegenConfig = {
  schema,
  documents: ['src/app/**/*.graphql', '!src/app/graph/schema.provisional.graphql'],
  silent: true,
  generates: {
    './src/app/graph/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: { DateTime: 'string' },
      },
    },
  },
};

export default config;
