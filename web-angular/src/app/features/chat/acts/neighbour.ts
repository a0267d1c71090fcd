const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };

/**
 * From a message's button to the same one of the message above or below, by the arrow keys: there would be too many for Tab. What is
 * found is not heard by anybody else.
 */
export function neighbourOf(event: KeyboardEvent, rows: HTMLElement): HTMLElement | undefined {
  const step = STEPS[event.key];
  const button = (event.target as Element).closest<HTMLElement>('[data-tool]');
  if (step === undefined || !button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey)
    return undefined;
  const alike = [...rows.querySelectorAll<HTMLElement>(`[data-tool=${button.dataset['tool']}]`)];
  const at = Math.min(Math.max(alike.indexOf(button) + step, 0), alike.length - 1);
  event.preventDefault();
  event.stopImmediatePropagation();
  return alike[at];
}
