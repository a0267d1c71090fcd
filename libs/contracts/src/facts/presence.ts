import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { fact } from './fact.ts';

/** Somebody does not want to be disturbed from now on, or does again, on none of their devices, here or not. */
export const doNotDisturbChanged = fact(
  'evt.presence.do_not_disturb.changed.v1',
  z.object({
    organisationId: idSchema('organisation'),
    userId: idSchema('user'),
    isOn: z.boolean(),
    /** ISO time at which it ends by itself; null: when they say so. */
    until: z.string().nullable(),
    /** ISO time of this change: an earlier one is stale. */
    at: z.string(),
  }),
);
