const TYPES = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';
const OPEN = '[role="menu"], [role="dialog"], [role="listbox"]';

/** Whether a single key may act: nobody types, no menu or dialog is open, and it is no chord, repeat or composition. */
export function mayAct(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { target } = event;
  if (target instanceof Element && target.closest(TYPES)) return false;
  return document.querySelector(OPEN) === null;
}
