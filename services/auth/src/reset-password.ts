import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { createLogger, NestLog } from '@parley/telemetry';
import { randomInt } from 'node:crypto';
import { AppModule } from './app.module.ts';
import { loadAuthConfig } from './config.ts';
import { SignInService } from './credentials/sign-in.service.ts';

/** Letters and digits that are not taken for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const GROUP_LENGTH = 4;

const newPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join(''),
  ).join('-');

const email = process.argv[2];
if (email === undefined) {
  process.stderr.write('Whose password? npm run reset-password -- somebody@example.com\n');
  process.exit(2);
}
const config = loadAuthConfig();
const logger = createLogger('reset-password', 'error');
const app = await NestFactory.createApplicationContext(AppModule.forConfig(config, logger), {
  logger: new NestLog(logger),
  abortOnError: false,
});
try {
  const password = newPassword();
  await app.get(SignInService).resetPassword(email, password);
  process.stdout.write(
    `The new password of ${email} is\n\n    ${password}\n\nAll sessions and access tokens of this account have ended.\n`,
  );
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await app.close();
}
