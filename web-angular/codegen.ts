import { existsSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';

/** The committed public schema, once the services' composition has written it; until then the provisional one. */
const published = '../docs/api/schema.graphql';
const schema = existsSync(new URL(published, import.meta.url)) ? published : 'src/app/graph/schema.provisional.graphql';

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
