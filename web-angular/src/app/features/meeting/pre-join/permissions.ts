import { DestroyRef, inject, Injectable } from '@angular/core';

type Kind = 'camera' | 'microphone';

/** What the browser has been told about camera and microphone. */
@Injectable()
export class Permissions {
  readonly #destroyed = inject(DestroyRef);

  /** Whether it was allowed, denied, or is to be asked; `prompt` where the browser does not tell. */
  async of(kind: Kind): Promise<PermissionState> {
    return (await status(kind))?.state ?? 'prompt';
  }

  /** Calls back when one of them is allowed later, by whatever way. */
  onGranted(heard: (kind: Kind) => void): void {
    for (const kind of ['camera', 'microphone'] as const)
      void status(kind).then((permission) => {
        const changed = (): void => {
          if (permission?.state === 'granted') heard(kind);
        };
        permission?.addEventListener('change', changed);
        if (this.#destroyed.destroyed) permission?.removeEventListener('change', changed);
        else this.#destroyed.onDestroy(() => permission?.removeEventListener('change', changed));
      });
  }
}

async function status(kind: Kind): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: kind });
  } catch {
    return undefined;
  }
}
