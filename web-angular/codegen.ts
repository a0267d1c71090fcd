import type { CodegenConfig } from '@graphql-codegen/cli';

/** Documents of what comes lazily, by the module of their own that they go into: else the first script would carry them. */
const LAZY: Readonly<Record<string, readonly string[]>> = {
  planning: [
    'features/meetings/planning/**/*',
    'features/home/next/**/*',
    'features/invitation/**/*',
    'features/meeting/early/**/*',
  ],
  groups: ['features/chat/members'],
  paging: ['features/chat/paging'],
  acts: ['features/chat/acts/acts'],
  previews: ['features/chat/previews/*'],
  files: ['features/chat/attachments/*'],
  calls: ['features/calls/*', 'shell/meeting-news'],
  meeting: ['features/meeting/*', 'features/meeting/!(early)/**/*', 'features/meetings/meetings'],
  notifications: ['features/notifications/*', 'features/chat/level'],
  self: ['features/settings/*', 'features/contacts/blocks', 'features/contacts/status/*'],
};
/** Documents whose fragments a lazy module uses too; what it does not use of them is dropped from it. */
const FRAGMENTS: Readonly<Record<string, readonly string[]>> = {
  paging: ['features/chat/chat', 'features/chat/changes'],
};
const filesOf = (rooms: readonly string[]) => rooms.map((room) => `src/app/${room}.graphql`);
const client = {
  preset: 'client' as const,
  presetConfig: { fragmentMasking: false },
  config: {
    documentMode: 'string',
    enumsAsTypes: true,
    useTypeImports: true,
    strictScalars: true,
    scalars: { DateTime: 'string' },
  },
};

const config: CodegenConfig = {
  schema: '../docs/api/schema.graphql',
  silent: true,
  generates: {
    './src/app/graph/generated/': {
      ...client,
      documents: [
        'src/app/**/*.graphql',
        ...Object.values(LAZY).flatMap((rooms) => filesOf(rooms).map((file) => `!${file}`)),
      ],
    },
    ...Object.fromEntries(
      Object.entries(LAZY).map(([name, rooms]) => [
        `./src/app/graph/generated/${name}/`,
        { ...client, documents: filesOf([...rooms, ...(FRAGMENTS[name] ?? [])]) },
      ]),
    ),
  },
};

export default config;
