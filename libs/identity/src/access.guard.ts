import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Refused } from '@parley/errors';
import { ACCESS, type Access } from './doors.ts';
import type { Caller } from './caller.ts';

/** Keeps every door as its declaration says. GraphQL doors find the verified caller in their context. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.get<Access | undefined>(ACCESS, context.getHandler());
    if (access === undefined)
      throw new Error(`${context.getClass().name}.${context.getHandler().name} declares no access`);
    if (context.getType<string>() !== 'graphql') return true;
    const { caller } = context.getArgByIndex<{ caller?: Caller }>(2);
    if (!caller || access === 'internal') throw new Refused('UNAUTHENTICATED', 'Sign in first.');
    if (access === 'signed-in' && !caller.user) throw new Refused('UNAUTHENTICATED', 'Sign in first.');
    return true;
  }
}
