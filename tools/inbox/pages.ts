import type { Address } from 'postal-mime';
import type { Mail } from './mailbox.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
  h1 { font-size: 1.25rem }
  ul { list-style: none; padding: 0; margin: 0 }
  li { border-block-end: 1px solid GrayText; padding-block: .75rem }
  li p, dl { margin: 0 } li p { color: GrayText }
  dl { display: grid; grid-template-columns: auto 1fr; gap: 0 1rem } dt { color: GrayText } dd { margin: 0 }
  iframe { width: 100%; min-height: 26rem; border: 1px solid GrayText; background: #fff; color-scheme: light }
  pre { white-space: pre-wrap; border: 1px solid GrayText; padding: 1rem }`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(title)}</title><style>${STYLE}</style></head>
<body>${body}</body></html>
`;
}

const addresses = (list: readonly Address[] | undefined): string =>
  (list ?? []).map(({ name, address }) => (name ? `${name} <${address}>` : (address ?? ''))).join(', ');

/** Every mail, newest first. */
export function listPage(mails: readonly Mail[]): string {
  const items = mails.map(
    ({ id, parsed }) => `<li><a href="/mails/${id}" dir="auto">${escape(parsed.subject || '(no subject)')}</a>
<p>${escape(addresses(parsed.from && [parsed.from]))} → ${escape(addresses(parsed.to))} · ${escape(parsed.date ?? '')}</p></li>`,
  );
  const body = items.length > 0 ? `<ul>${items.join('\n')}</ul>` : '<p>No mail yet. Invite somebody to a meeting.</p>';
  return page('Mail', `<h1>Mail</h1><p>What Parley on this machine sends arrives here and nowhere else.</p>${body}`);
}

/** One mail: its HTML in a frame that can do nothing but open links, its text, and what came with it. */
export function mailPage({ id, parsed }: Mail): string {
  const rows = [
    ['From', addresses(parsed.from && [parsed.from])],
    ['To', addresses(parsed.to)],
    ['Date', parsed.date ?? ''],
    ['Message-ID', parsed.messageId ?? ''],
  ].map(([name = '', value = '']) => `<dt>${name}</dt><dd dir="auto">${escape(value)}</dd>`);
  const files = parsed.attachments.map(
    ({ filename, mimeType }, n) =>
      `<li><a href="/mails/${id}/attachments/${n}" download>${escape(filename || mimeType)}</a> (${escape(mimeType)})</li>`,
  );
  const frame = `<iframe title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/mails/${id}/html"></iframe>`;
  return page(
    parsed.subject || 'Mail',
    `<p><a href="/">All mails</a></p><h1 dir="auto">${escape(parsed.subject || '(no subject)')}</h1><dl>${rows.join('')}</dl>
${parsed.html ? frame : ''}<h2>As text</h2><pre dir="auto">${escape(parsed.text ?? '')}</pre>
<ul>${files.join('')}<li><a href="/mails/${id}/raw" download>The whole mail</a></li></ul>`,
  );
}

/** A mail's own HTML, whose links open elsewhere. The headers of the answer take everything else from it. */
export const framedHtml = (html: string): string => `<base target="_blank">${html}`;
