import { join } from 'node:path';
import { doorDeclaresAccess } from './door-declares-access.mjs';
import { envInConfig } from './env-in-config.mjs';
import { importBelongs } from './import-belongs.mjs';
import { ruleTester } from './rule-tester.ts';
import { subjectInContracts } from './subject-in-contracts.mjs';

const at = (path: string): string => join(process.cwd(), path);
const graphql = `import { Query, Resolver, ResolveField as Field } from '@nestjs/graphql';`;
const undeclared = [{ messageId: 'undeclared' }];

ruleTester.run('door-declares-access', doorDeclaresAccess, {
  valid: [
    `${graphql} import { SignedIn } from '@parley/identity'; class R { @Query() @SignedIn() me() {} }`,
    `${graphql} class R { helper() {} }`,
    `import { Query } from './our-own.ts'; class R { @Query() me() {} }`,
    `import { EventPattern } from '@nestjs/microservices'; import { Internal } from '@parley/identity';
     class H { @Internal() @EventPattern('x') on() {} }`,
  ],
  invalid: [
    { code: `${graphql} class R { @Query() me() {} }`, errors: undeclared },
    { code: `${graphql} class R { @Field() secret() {} }`, errors: undeclared },
    { code: `import * as g from '@nestjs/graphql'; class R { @g.Mutation() drop() {} }`, errors: undeclared },
    {
      code: `import { MessagePattern } from '@nestjs/microservices'; class H { @MessagePattern('x') on() {} }`,
      errors: undeclared,
    },
    { code: `import { Post } from '@nestjs/common'; class C { @Post('/hook') hook() {} }`, errors: undeclared },
    {
      code: `${graphql} import { SignedIn } from './mine.ts'; class R { @Query() @SignedIn() me() {} }`,
      errors: undeclared,
    },
    {
      code: `${graphql} import { SignedIn } from '@parley/identity'; @SignedIn() class R { @Query() me() {} }`,
      errors: undeclared,
    },
  ],
});

const rooms = [[{ package: 'typeorm', rooms: ['**/*.entity.ts'], why: 'so' }]];
const outside = [{ messageId: 'outside' }];

ruleTester.run('import-belongs', importBelongs, {
  valid: [
    { code: `import { Entity } from 'typeorm';`, filename: at('services/chat/src/a.entity.ts'), options: rooms },
    { code: `import x from 'typeorm-like';`, filename: at('services/chat/src/a.ts'), options: rooms },
  ],
  invalid: [
    {
      code: `import { Entity } from 'typeorm';`,
      filename: at('services/chat/src/a.service.ts'),
      options: rooms,
      errors: outside,
    },
    {
      code: `import type { Entity } from 'typeorm/x';`,
      filename: at('services/chat/src/a.ts'),
      options: rooms,
      errors: outside,
    },
    { code: `export * from 'typeorm';`, filename: at('services/chat/src/a.ts'), options: rooms, errors: outside },
    { code: `await import('typeorm');`, filename: at('services/chat/src/a.ts'), options: rooms, errors: outside },
  ],
});

const config = [['**/config.ts']];
ruleTester.run('env-in-config', envInConfig, {
  valid: [
    { code: 'process.env.PORT', filename: at('services/chat/src/config.ts'), options: config },
    { code: 'process.exit(env)', filename: at('services/chat/src/main.ts'), options: config },
  ],
  invalid: [
    { code: 'process.env.PORT', filename: at('services/chat/src/main.ts'), options: config, errors: outside },
    { code: `process['env'].PORT`, filename: at('services/chat/src/main.ts'), options: config, errors: outside },
    { code: 'const { env } = process;', filename: at('services/chat/src/main.ts'), options: config, errors: outside },
    {
      code: `import { env } from 'node:process';`,
      filename: at('services/chat/src/main.ts'),
      options: config,
      errors: outside,
    },
  ],
});

const contracts = [['libs/contracts/**']];
ruleTester.run('subject-in-contracts', subjectInContracts, {
  valid: [
    { code: `x('evt.chat.message.sent.v1')`, filename: at('libs/contracts/src/a.ts'), options: contracts },
    { code: `x('lives.on', 'request.a', 'event', 'evt')`, filename: at('services/chat/src/a.ts'), options: contracts },
  ],
  invalid: [
    {
      code: `x('evt.chat.message.sent.v1')`,
      filename: at('services/chat/src/a.ts'),
      options: contracts,
      errors: outside,
    },
    { code: 'x(`live.${topic}`)', filename: at('services/chat/src/a.ts'), options: contracts, errors: outside },
    { code: `x('req.>')`, filename: at('services/chat/src/a.ts'), options: contracts, errors: outside },
  ],
});
