import { Metrics } from '@parley/telemetry';
import { documentedMetrics } from '@parley/testing';
import { expect, it } from 'vitest';
import { measureMail } from './measure-mail.ts';
import type { PostOffice } from './post-office.ts';

it('measures what operators are told of', () => {
  const metrics = new Metrics();
  measureMail(metrics, {} as PostOffice);
  expect(new Set(documentedMetrics('Mail', 'Every process'))).toEqual(new Set(metrics.list()));
});
