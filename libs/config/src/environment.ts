/** The process' environment, for entry points outside a service's own config.ts. */
export const environment: Record<string, string | undefined> = process.env;
