// The words of every language beside the source: `npm run words` says what is missing, what is too many, and which placeholder
// was lost, and fails if anything is. With --write it drops what is too many and puts what is missing there in English, to be
// translated: three words or more that are the same as in English count as missing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LANGUAGES = ['de', 'fr', 'es', 'ar'];
/** English sentences of this many words are never the same in another language. */
const SENTENCE = 3;
const root = join(import.meta.dirname, '..');
const isWriting = process.argv.includes('--write');

const source = extract();
const complaints = LANGUAGES.flatMap((language) => check(language));
if (complaints.length > 0) process.stderr.write(`${complaints.join('\n')}\n`);
process.stdout.write(
  `${Object.keys(source).length} messages in ${LANGUAGES.length} languages, ${complaints.length} bad\n`,
);
process.exitCode = complaints.length > 0 ? 1 : 0;

/** Gives the source messages by id. */
function extract() {
  const folder = mkdtempSync(join(tmpdir(), 'words-'));
  const ng = join(root, '../node_modules/@angular/cli/bin/ng.js');
  const args = [ng, 'extract-i18n', '--format=json', '--out-file=en.json', `--output-path=${folder}`];
  try {
    execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    return JSON.parse(readFileSync(join(folder, 'en.json'), 'utf8')).translations;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function check(language) {
  const file = join(root, `src/locale/messages.${language}.json`);
  const { translations } = JSON.parse(readFileSync(file, 'utf8'));
  if (isWriting) write(file, language, translations);
  const say = (what, id) => `${language}: ${what}: ${id} (${(source[id] ?? translations[id]).trim()})`;
  const extra = Object.keys(translations).filter((id) => source[id] === undefined);
  return [
    ...extra.map((id) => say('not in the source any more', id)),
    ...Object.keys(source).flatMap((id) => {
      const words = translations[id];
      if (words === undefined || words.trim() === '') return [say('missing', id)];
      if (words === source[id] && isSentence(words)) return [say('not translated', id)];
      return placeholders(words) === placeholders(source[id]) ? [] : [say('placeholders differ', id)];
    }),
  ];
}

function write(file, locale, translations) {
  for (const id of Object.keys(translations)) if (source[id] === undefined) delete translations[id];
  const ordered = Object.fromEntries(Object.keys(source).map((id) => [id, translations[id] ?? source[id]]));
  Object.assign(translations, ordered);
  writeFileSync(file, `${JSON.stringify({ locale, translations: ordered }, null, 2)}\n`);
}

function isSentence(words) {
  return (
    words
      .replace(/\{\$\w+\}/g, '')
      .split(/\s+/)
      .filter(Boolean).length >= SENTENCE
  );
}

/** The placeholders of a message, each as often as it stands there, in one line. */
function placeholders(words) {
  return (words.match(/\{\$\w+\}/g) ?? []).sort().join(' ');
}
