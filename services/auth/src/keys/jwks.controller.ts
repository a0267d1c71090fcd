import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '@parley/identity';
import { AccessTokens } from './access-tokens.ts';

/** Where verifiers fetch the public keys; the gateway passes it on at the public address. */
@Controller('.well-known')
export class JwksController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get('jwks.json')
  @Public()
  @Header('cache-control', 'public, max-age=60')
  jwks() {
    return this.tokens.jwks();
  }
}
