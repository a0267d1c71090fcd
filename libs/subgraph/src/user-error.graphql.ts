import { Directive, Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { USER_ERROR_CODES, type UserErrorCode } from '@parley/contracts';
import { Refused } from '@parley/errors';

const codes = Object.fromEntries(USER_ERROR_CODES.map((code) => [code, code])) as Record<UserErrorCode, UserErrorCode>;
registerEnumType(codes, { name: 'UserErrorCode', description: 'Why a mutation refused. A closed set.' });

@ObjectType({ description: 'Something the caller can act on.' })
@Directive('@shareable')
export class UserError {
  @Field(() => codes, { description: 'For programs.' })
  code!: UserErrorCode;

  @Field({ description: 'For people: what happened and what to do.' })
  message!: string;

  @Field(() => [String], { nullable: true, description: 'The input field it is about, as a path.' })
  field?: string[] | undefined;
}

/** What every mutation's payload has beside its entity. */
@ObjectType({ isAbstract: true })
export abstract class UserErrors {
  @Field(() => [UserError], { description: 'What was refused; empty when it was done.' })
  userErrors!: UserError[];
}

const isUserErrorCode = (code: string): code is UserErrorCode => (USER_ERROR_CODES as readonly string[]).includes(code);

/**
 * Runs a mutation: expected refusals become `userErrors` beside an absent entity, everything else is thrown.
 * The `work` must have changed nothing when it refuses.
 */
export async function settle<T extends object>(work: () => Promise<T>): Promise<Partial<T> & UserErrors> {
  try {
    return { ...(await work()), userErrors: [] };
  } catch (error) {
    if (!(error instanceof Refused) || !isUserErrorCode(error.code)) throw error;
    const field = error.field?.length ? error.field : undefined;
    return { userErrors: [{ code: error.code, message: error.message, field }] } as unknown as Partial<T> & UserErrors;
  }
}
