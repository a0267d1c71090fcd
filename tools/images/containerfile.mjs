// node tools/images/containerfile.mjs writes services/<service>/Containerfile: seven files that differ in what is said here
// and in nothing else (containerfile.spec.ts).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '../bootstrap/home.mjs';
import { nodeFlags, SERVICES } from '../bootstrap/parts.mjs';

const NODE = readFileSync(join(WORKSPACE, '.node-version'), 'utf8').trim();
/** Projects that Nx builds for an image, and the environment the image gives, by service: what is unusual. */
const PROJECTS = { gateway: ['@parley/web-angular'] };
const ENVIRONMENT = { gateway: ['WEB_DIR=/app/web'] };
/** Debian's packages that a service runs, by service: fonts for the names of people everywhere. */
const PACKAGES = { recorder: ['chromium', 'ffmpeg', 'fonts-noto-cjk', 'fonts-noto-color-emoji', 'fonts-noto-core'] };

/** @param {string} service */
export function containerfilePath(service) {
  return join(WORKSPACE, 'services', service, 'Containerfile');
}

/**
 * The Containerfile of a service.
 *
 * @param {string} service
 */
export function containerfile(service) {
  const projects = [`@parley/${service}-service`, ...(PROJECTS[service] ?? [])].join(',');
  const environment = ['NODE_ENV=production', 'HOST=0.0.0.0', 'PORT=8080', ...(ENVIRONMENT[service] ?? [])].join(' ');
  const command = ['node', ...nodeFlags(service), 'dist/main.mjs'].map((word) => JSON.stringify(word)).join(', ');
  const install = PACKAGES[service]
    ? `RUN apt-get update && apt-get install -y --no-install-recommends ${PACKAGES[service].join(' ')} && rm -rf /var/lib/apt/lists/*\n`
    : '';
  return `# Written by tools/images/containerfile.mjs, built by \`npm run images\`: docs/operate/images.md says how.
ARG NODE_DIGEST

FROM node:${NODE}-trixie-slim@\${NODE_DIGEST:?is-needed-see-docs/operate/images.md} AS base

FROM base AS build
ENV NX_DAEMON=false NX_TUI=false NX_ISOLATE_PLUGINS=false
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/npm npm ci --cache=/npm --no-audit --no-fund
RUN npx nx run-many -t build --projects=${projects} --output-style=static
RUN node tools/images/assemble.mjs ${service} /app

FROM base
LABEL org.opencontainers.image.title="parley/${service}" org.opencontainers.image.licenses="Apache-2.0"
ENV ${environment}
${install}WORKDIR /app
COPY --from=build /app /app
USER 65532:65532
EXPOSE 8080 9090
ENTRYPOINT []
CMD [${command}]
`;
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  for (const service of SERVICES) writeFileSync(containerfilePath(service), containerfile(service));
}
