import { gzip } from 'node:zlib';
import { promisify } from 'node:util';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const SCRIPT = '/graphql/graphiql.js';
const STYLE = '/graphql/graphiql.css';
const FIRST_QUERY = `# signIn gives an access token. Put { "authorization": "Bearer <token>" } under Headers,
# then fetch the schema again (the round arrow) and Ctrl-Space knows every field.
mutation SignIn {
  signIn(input: { email: "", password: "" }) {
    session { accessToken expiresAt }
    userErrors { code message }
  }
}
`;

/** GraphiQL's page: its script is a file of ours, so that no foreign address and no inline script is needed. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Parley's graph</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${STYLE}" />
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript. The schema is at /schema.graphql.</noscript>
    <div id="root"></div>
    <script src="${SCRIPT}"></script>
  </body>
</html>
`;
const POLICY =
  "default-src 'none'; script-src 'self' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Whether a person's browser opened the address, without an operation. */
export function wantsGraphiql({ method, query, headers }: FastifyRequest): boolean {
  return (
    method === 'GET' &&
    (query as { query?: unknown }).query === undefined &&
    /\btext\/html\b/.test(headers.accept ?? '')
  );
}

export function sendGraphiql(reply: FastifyReply): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', POLICY)
    .header('cache-control', 'no-cache')
    .send(PAGE);
}

interface Assets {
  readonly script: Buffer;
  readonly style: Buffer;
}

/** Where the script puts GraphiQL, and how it finds its workers. */
function bootOf(parts: { js: string; editorWorkerService: string; jsonWorker: string; graphqlWorker: string }): string {
  const worker = (text: string) =>
    `URL.createObjectURL(new Blob([${JSON.stringify(text)}], { type: 'application/javascript' }))`;
  return `(() => {
const workers = { editorWorkerService: ${worker(parts.editorWorkerService)}, json: ${worker(parts.jsonWorker)}, graphql: ${worker(parts.graphqlWorker)} };
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_, label) => workers[label] };
})();
${parts.js};
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), { endpoint: '/graphql', subscriptionsProtocol: 'WS', title: 'Parley', defaultQuery: ${JSON.stringify(FIRST_QUERY)} });
`;
}

/** Read and compressed when somebody first opens the page: it is nine megabytes that most installations never need. */
async function loadAssets(): Promise<Assets> {
  const parts = (await import('@graphql-yoga/render-graphiql/graphiql')) as { css: string } & Parameters<
    typeof bootOf
  >[0];
  const zip = promisify(gzip);
  const [script, style] = await Promise.all([zip(bootOf(parts)), zip(parts.css)]);
  return { script, style };
}

/** GraphiQL's script and style. */
export function registerGraphiql(app: FastifyInstance): void {
  let assets: Promise<Assets> | undefined;
  const serve = (path: string, type: string, pick: (assets: Assets) => Buffer) =>
    app.get(path, async (_request, reply) =>
      reply
        .type(type)
        .header('content-encoding', 'gzip')
        .header('cache-control', 'public, max-age=86400')
        .header('x-content-type-options', 'nosniff')
        .send(pick(await (assets ??= loadAssets()))),
    );
  serve(SCRIPT, 'text/javascript; charset=utf-8', ({ script }) => script);
  serve(STYLE, 'text/css; charset=utf-8', ({ style }) => style);
}
