import { child, type Path } from './yaml-file.ts';

/** Every place that a pattern such as `spec.containers.*.env.*` finds in an object; `~` stands for a dot in a field's name. */
export function places(object: unknown, pattern: string): Path[] {
  let found: { path: Path; value: unknown }[] = [{ path: [], value: object }];
  for (const part of pattern.split('.')) {
    const step = part.replaceAll('~', '.');
    found = found.flatMap(({ path, value }) => {
      const steps = step === '*' ? keysOf(value) : [step];
      return steps
        .map((one) => ({ path: [...path, one], value: child(value, one) }))
        .filter((one) => one.value !== undefined && one.value !== null);
    });
  }
  return found.map(({ path }) => path);
}

function keysOf(value: unknown): (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()];
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
