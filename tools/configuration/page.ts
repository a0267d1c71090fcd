import { format } from 'prettier';
import type { ConfigurationKey, ProcessConfiguration } from './configuration.ts';

const HEAD = `# Configuration

<!-- Made by \`npm run docs:config\` of services/*/src/config.ts and libs/config/src/keys.ts. Change those. -->

Every process reads its environment once, when it starts. When a key is missing or wrong it does not start, and names
every such key at once and never a value. An empty value counts as none. A *secret* belongs into a Kubernetes Secret or its
like, never into a ConfigMap, an image or a log.

\`dist/migrate.mjs\` of a service, with and without \`--wait\`, reads \`DATABASE_URL\` and nothing else. On one machine
\`npm start\` sets all of this; what a person may set there is in [one-machine.md](one-machine.md).
`;

/** The page `docs/operate/configuration.md`. */
export function configurationPage(processes: readonly ProcessConfiguration[]): Promise<string> {
  return format([HEAD, ...processes.map(section)].join('\n'), { parser: 'markdown', printWidth: 120 });
}

function section({ process, keys }: ProcessConfiguration): string {
  const rows = [['Key', 'Meaning', 'Default', 'Form', 'Secret'], ['---', '---', '---', '---', '---'], ...keys.map(row)];
  return [`## ${process}\n`, ...rows.map((cells) => `| ${cells.join(' | ')} |`), ''].join('\n');
}

function row(key: ConfigurationKey): string[] {
  const { default: preset } = key;
  const absent = key.isRequired ? '**required**' : 'none';
  return [
    `\`${key.name}\``,
    inCell(key.meaning),
    preset === undefined ? absent : preset === '' ? 'empty' : `\`${preset}\``,
    inCell(key.form),
    key.isSecret ? 'secret' : '',
  ];
}

/** What would end a cell of a table does not. */
function inCell(text: string): string {
  return text.replaceAll('|', '\\|');
}
