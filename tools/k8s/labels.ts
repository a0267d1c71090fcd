/** Labels of an object. */
export type Labels = Record<string, string>;

/** A selector as Kubernetes' objects have it. */
export interface LabelSelector {
  matchLabels?: Labels;
  matchExpressions?: { key: string; operator: string; values?: string[] }[];
}

/** Whether labels satisfy a selector; the empty selector takes everything. */
export function matches(selector: LabelSelector, labels: Labels): boolean {
  const isEqual = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return (
    isEqual && (selector.matchExpressions ?? []).every((one) => holds(one.operator, one.values ?? [], labels[one.key]))
  );
}

/** Whether a selector takes everything. */
export function isEmpty(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

/** A selector in kustomize's one-line form: `a=b,c notin (d,e),f`. */
export function parseSelector(text: string): LabelSelector {
  const matchExpressions = text.split(/,(?![^(]*\))/).map((part) => {
    const [, key = '', operator = '', list = ''] =
      /^\s*(!?[\w./-]+)\s*(==|=|!=|in|notin)?\s*\(?([^)]*)\)?\s*$/.exec(part) ?? [];
    const values = list.split(',').map((value) => value.trim());
    if (!operator) return { key: key.replace('!', ''), operator: key.startsWith('!') ? 'DoesNotExist' : 'Exists' };
    return { key, operator: operator === '!=' || operator === 'notin' ? 'NotIn' : 'In', values };
  });
  return { matchExpressions };
}

/** `name=chat, tier in (a, b)`, for people. */
export function describe(selector: LabelSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const more = (selector.matchExpressions ?? []).map(
    ({ key, operator, values }) => `${key} ${operator} (${values ?? ''})`,
  );
  return [...equal, ...more].join(', ') || 'everything';
}

function holds(operator: string, values: string[], value: string | undefined): boolean {
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  return operator === 'Exists' ? value !== undefined : value === undefined;
}
