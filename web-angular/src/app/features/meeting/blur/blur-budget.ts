import { InjectionToken } from '@angular/core';

/**
 * Share of a picture's time that the blur may take, 0 to 1; nothing means `BUDGET`. Read from this browser's storage
 * (`parley.blurBudget`), for whoever wants to spend more or less on it, and for tests.
 */
export const BLUR_BUDGET = new InjectionToken<() => number | undefined>('BLUR_BUDGET', {
  providedIn: 'root',
  factory: () => () => {
    const stored = Number(localStorage.getItem('parley.blurBudget') ?? NaN);
    return stored > 0 ? stored : undefined;
  },
});
