import { expect, test } from 'vitest';
import { inlineWorld } from '../inline.ts';
import { drawing } from './page.ts';

test('one arrow for a pair, pods in their namespace', () => {
  const world = inlineWorld(`
kind: Deployment
metadata: { name: chat, namespace: parley, annotations: { parley.example/talks-to: 'internet:443, internet:8443/udp' } }
spec: { template: { spec: { containers: [] } } }
`);
  expect(drawing(world)).toBe(`\`\`\`mermaid
flowchart LR
  internet([internet])
  subgraph parley
    parley.chat[chat]
  end
  parley.chat -->|443, 8443/UDP| internet
\`\`\`
`);
});
