import { signal } from '@angular/core';

/** A choice for this browser alone, remembered in it. What is never chosen is on. */
function remembered(key: string) {
  const value = signal(localStorage.getItem(key) !== 'no');
  return {
    is: value.asReadonly(),
    set(isOn: boolean): void {
      value.set(isOn);
      if (isOn) localStorage.removeItem(key);
      else localStorage.setItem(key, 'no');
    },
  };
}

/** Whether messages elsewhere are shown in a corner of this page. */
export const toastsHere = remembered('parley.toasts');
/** Whether they are heard. */
export const soundsHere = remembered('parley.sounds');
