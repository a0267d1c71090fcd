import type { LetterLanguage } from './letter-words.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that is text in HTML too, in an attribute as well. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);

/** A mail's page: no script, no picture, nothing from elsewhere. `parts` are HTML already. */
export function page(title: string, language: LetterLanguage, parts: readonly string[]): string {
  const style = 'font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;max-width:36em';
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
<body style="${style}"><h1 style="font-size:20px" dir="auto">${escapeHtml(title)}</h1>
${parts.join('\n')}
</body></html>
`;
}
