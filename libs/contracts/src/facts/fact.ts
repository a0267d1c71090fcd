import { z } from 'zod';

/** What every durable fact carries around its payload. `id` deduplicates: the stream and every inbox table know it. */
export const factEnvelopeSchema = z.object({
  id: z.string().min(1).max(64),
  organisationId: z.string().nullable(),
  at: z.string(),
  payload: z.unknown(),
});
export type FactEnvelope = z.infer<typeof factEnvelopeSchema>;

/** A durable fact: subject and payload schema. `Fact` values are declared once, here, and used on both ends. */
export interface Fact<S extends z.ZodType = z.ZodType> {
  /** `evt.<service>.<noun>.<past tense>.v<n>` */
  readonly subject: string;
  readonly schema: S;
}
export type PayloadOf<F extends Fact> = z.infer<F['schema']>;

export function fact<S extends z.ZodType>(subject: string, schema: S): Fact<S> {
  return { subject, schema };
}

/**
 * A delivered fact, checked: its id (for `isFirstDelivery`) and its payload.
 * @throws ZodError when it is not what its schema says; the delivery then ends among the dead letters
 */
export function readFact<F extends Fact>(expected: F, delivery: unknown): { id: string; payload: PayloadOf<F> } {
  const { id, payload } = factEnvelopeSchema.parse(delivery);
  return { id, payload: expected.schema.parse(payload) as PayloadOf<F> };
}
