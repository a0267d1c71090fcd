import { z } from 'zod';

/** The environment does not describe a runnable process. The message names every bad key and never a value. */
export class ConfigError extends Error {
  readonly keys: string[];

  constructor(issues: { key: string; problem: string }[]) {
    super(`Configuration is not usable:\n${issues.map(({ key, problem }) => `  ${key}: ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.keys = issues.map(({ key }) => key);
  }
}

/**
 * Parses the environment once, at boot. An empty variable counts as absent, so that a blank line in an env file
 * means the default.
 * @throws ConfigError naming every problem at once.
 */
export function loadConfig<S extends z.ZodObject>(
  schema: S,
  environment: Record<string, string | undefined>,
): z.infer<S> {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(present, { reportInput: false });
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map((issue) => ({
      key: String(issue.path[0] ?? '?'),
      problem: issue.code === 'invalid_type' && !(String(issue.path[0]) in present) ? 'is missing' : issue.message,
    })),
  );
}
