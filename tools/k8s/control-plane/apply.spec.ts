import { expect, test } from 'vitest';
import { pathIn } from './apply.ts';

test.each([
  ['strict decoding error: unknown field "spec.replica"', ['spec', 'replica']],
  [
    'Deployment.apps "chat" is invalid: spec.template.spec.containers[0].image: Required value',
    ['spec', 'template', 'spec', 'containers', 0, 'image'],
  ],
  ['would violate PodSecurity "restricted:latest"', []],
])('%s', (message, path) => {
  expect(pathIn(message)).toEqual(path);
});
