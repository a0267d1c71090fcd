import { expect, test } from 'vitest';
import { Report } from './report.ts';

test('each check is a line with its problems below, and is counted', () => {
  let text = '';
  const report = new Report((more) => (text += more));
  report.ok('ha', 'renders', '48 objects');
  report.bad('ha', 'joins', ['deploy/k8s/base/chat/service.yaml:4 Service parley/chat: it selects nothing']);
  report.skip('ha', 'control plane', 'it is not built here');
  expect(text.split('\n')).toEqual([
    'ok   ha: renders – 48 objects',
    'bad  ha: joins',
    '       deploy/k8s/base/chat/service.yaml:4 Service parley/chat: it selects nothing',
    '–    ha: control plane – it is not built here',
    '',
  ]);
  expect(report.counts).toEqual({ passed: 1, failed: 1, skipped: 1 });
});
