/** A fenced block of commands, and what stands below it as their output (if anything does). */
export interface Step {
  readonly commands: string;
  readonly expected: string | undefined;
}

const FENCE = /^```(sh|text)\n([\s\S]*?)^```$/gm;

/** The commands of a guide, in order: each `sh` block, and the `text` block that follows it. */
export function stepsOf(markdown: string): Step[] {
  const steps: { commands: string; expected: string | undefined }[] = [];
  for (const [, kind, body = ''] of markdown.matchAll(FENCE)) {
    if (kind === 'sh') steps.push({ commands: body, expected: undefined });
    const last = steps.at(-1);
    if (kind === 'text' && last) last.expected = body;
  }
  return steps;
}

/** A pattern of an output in which `…` stands for what differs from run to run. */
export function patternOf(expected: string): RegExp {
  const parts = expected.trim().split('…');
  return new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^\\n]*?')}$`);
}
