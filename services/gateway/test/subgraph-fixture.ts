import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { CLAIM_HEADER, type Claim, type ServiceName } from '@parley/contracts';
import { formatGraphQLError, Refused } from '@parley/errors';
import { ClaimVerifier } from '@parley/identity';
import { GraphQLError, parse } from 'graphql';
import type { JWK } from 'jose';

/** What a resolver of a test's subgraph finds in its context. */
export interface FixtureContext {
  claim: Claim;
  headers: IncomingHttpHeaders;
  setCookie(value: string): void;
}

/** A real subgraph over HTTP that believes real claims only. */
export interface SubgraphFixture {
  readonly name: ServiceName;
  readonly sdl: string;
  readonly url: string;
  /** Requests it has answered. */
  readonly seen: { claim: Claim; headers: IncomingHttpHeaders; query: string }[];
  close(): Promise<void>;
}

type Resolvers = NonNullable<Parameters<typeof buildSubgraphSchema>[0]>;

export async function startSubgraph(
  name: ServiceName,
  sdl: string,
  resolvers: Record<string, Record<string, (parent: never, args: never, context: FixtureContext) => unknown>>,
  publicKey: JWK,
): Promise<SubgraphFixture> {
  const verifier = new ClaimVerifier(name, [publicKey]);
  const apollo = new ApolloServer<FixtureContext>({
    schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }] as Resolvers),
    formatError: formatGraphQLError(() => undefined),
    csrfPrevention: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
    includeStacktraceInErrorResponses: false,
  });
  await apollo.start();
  const seen: SubgraphFixture['seen'] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = JSON.parse(Buffer.concat(chunks).toString()) as { query: string };
      const headers = new HeaderMap(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
      const answer = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: 'POST', headers, body, search: '' },
        context: async () => {
          try {
            const claim = await verifier.verify(request.headers[CLAIM_HEADER] as string | undefined);
            seen.push({ claim, headers: request.headers, query: body.query });
            return {
              claim,
              headers: request.headers,
              setCookie: (value) => void response.appendHeader('set-cookie', value),
            };
          } catch (error) {
            throw new GraphQLError((error as Refused).message, {
              extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
            });
          }
        },
      });
      for (const [key, value] of answer.headers) response.setHeader(key, value);
      response.writeHead(answer.status ?? 200);
      response.end(answer.body.kind === 'complete' ? answer.body.string : '');
    })();
  });
  const url = await listening(server);
  return {
    name,
    sdl,
    url: `${url}/graphql`,
    seen,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await apollo.stop();
    },
  };
}

/** Listens on a free port of this machine; the address. */
export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
