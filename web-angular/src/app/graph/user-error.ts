/** What a mutation refused, as every payload tells it: a closed code, a sentence for people, and the field it is about. */
export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly field?: readonly string[] | null;
}
