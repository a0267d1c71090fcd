import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Mail, Mailbox } from './mailbox.ts';
import { framedHtml, listPage, mailPage } from './pages.ts';

const OURS = `default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
/** A mail's own HTML: no script, no picture from elsewhere, no form; links open in a tab of their own. */
const THEIRS = `sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'`;
const HTML = 'text/html; charset=utf-8';

interface Answer {
  type: string;
  body: string | Uint8Array;
  policy?: string;
  filename?: string;
}

/** The inbox as a page. It answers this machine by its own name only, so that no page elsewhere can read it. */
export function door(mailbox: Mailbox): Server {
  return createServer((request, response) => {
    answer(mailbox, request).then(
      (found) => send(response, found),
      () => send(response, 500),
    );
  });
}

async function answer(mailbox: Mailbox, request: IncomingMessage): Promise<Answer | number> {
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')) return 403;
  if (request.method !== 'GET' && request.method !== 'HEAD') return 405;
  const [room, id = '', part, n, ...rest] = (request.url ?? '/').split('?')[0]?.split('/').slice(1) ?? [];
  if (room === '' && !id) return { type: HTML, body: listPage(await mailbox.list()), policy: OURS };
  if (room === 'healthz') return { type: 'text/plain', body: 'ok' };
  if (room === 'mails.json' && !id)
    return { type: 'application/json', body: JSON.stringify((await mailbox.list()).map(shown)) };
  if (room !== 'mails' || rest.length > 0) return 404;
  const mail = await mailbox.find(id);
  return mail ? partOf(mailbox, mail, part, n) : 404;
}

function partOf(mailbox: Mailbox, mail: Mail, part: string | undefined, n: string | undefined): Answer | number {
  const { id, parsed } = mail;
  if (part === undefined) return { type: HTML, body: mailPage(mail), policy: OURS };
  if (part === 'html' && parsed.html) return { type: HTML, body: framedHtml(parsed.html), policy: THEIRS };
  if (part === 'raw') return { type: 'message/rfc822', body: mailbox.raw(id) ?? '', filename: 'mail.eml' };
  const file = part === 'attachments' && n && /^\d{1,3}$/.test(n) ? parsed.attachments[Number(n)] : undefined;
  if (!file) return 404;
  const { content, filename } = file;
  const body = typeof content === 'string' ? content : new Uint8Array(content);
  return { type: 'application/octet-stream', body, filename: filename || 'attachment' };
}

function send(response: ServerResponse, found: Answer | number): void {
  if (typeof found === 'number') {
    response.writeHead(found, { 'content-type': 'text/plain' }).end(`${found}\n`);
    return;
  }
  const { type, body, policy, filename } = found;
  response.writeHead(200, {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'content-security-policy': policy ?? `default-src 'none'`,
    ...(filename ? { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(filename)}` } : {}),
  });
  response.end(body);
}

const shown = ({ id, parsed }: Mail) => ({
  id,
  subject: parsed.subject ?? '',
  to: (parsed.to ?? []).map(({ address }) => address),
  date: parsed.date ?? null,
});
