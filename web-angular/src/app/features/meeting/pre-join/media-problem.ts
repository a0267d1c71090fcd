/** What one wants to use. */
export type Wanted = 'camera' | 'microphone' | 'screen';
/** Every way a device can be refused, by the browser's own names, and the two it has no name for. */
export type MediaFault =
  | 'NotAllowedError'
  | 'BlockedBySystem'
  | 'NotFoundError'
  | 'NotReadableError'
  | 'OverconstrainedError'
  | 'AbortError'
  | 'SecurityError'
  | 'InsecureContext'
  | 'Unknown';

/** What happened to a device, and what to do about it, in words. */
export interface MediaProblem {
  readonly wanted: Wanted;
  readonly fault: MediaFault;
  readonly title: string;
  readonly mend: string;
}

/** Families of browsers that hide their permissions in different places. */
export type Browser = 'chromium' | 'firefox' | 'safari';

/** Tells the family by the user agent; an unknown one counts as Chromium. */
export function browserOf(userAgent: string): Browser {
  if (/firefox\//i.test(userAgent)) return 'firefox';
  return /safari\//i.test(userAgent) && !/chrom(e|ium)\/|edg\//i.test(userAgent) ? 'safari' : 'chromium';
}

/** Reads what `getUserMedia` or `getDisplayMedia` threw. */
export function faultOf(error: unknown, isSecure: boolean): MediaFault {
  if (!isSecure) return 'InsecureContext';
  const { name, message } = error instanceof Error ? error : { name: '', message: '' };
  switch (name) {
    case 'NotAllowedError':
    case 'PermissionDeniedError':
      return /system|os denied/i.test(message) ? 'BlockedBySystem' : 'NotAllowedError';
    case 'NotFoundError':
    case 'DevicesNotFoundError':
      return 'NotFoundError';
    case 'NotReadableError':
    case 'TrackStartError':
      return 'NotReadableError';
    case 'OverconstrainedError':
      return 'OverconstrainedError';
    case 'AbortError':
      return 'AbortError';
    case 'SecurityError':
      return 'SecurityError';
    default:
      return 'Unknown';
  }
}

/** Puts a fault into words, with steps for this browser. */
export function problemOf(wanted: Wanted, fault: MediaFault, browser: Browser): MediaProblem {
  const it = names()[wanted];
  return { wanted, fault, title: titleOf(fault, it), mend: mendOf(fault, it, browser) };
}

function names(): Record<Wanted, string> {
  return {
    camera: $localize`:@@theCamera:camera`,
    microphone: $localize`:@@theMicrophone:microphone`,
    screen: $localize`:@@theScreen:screen`,
  };
}

function titleOf(fault: MediaFault, it: string): string {
  switch (fault) {
    case 'NotAllowedError':
      return $localize`:@@mediaNotAllowed:This page may not use your ${it}:device:`;
    case 'BlockedBySystem':
      return $localize`:@@mediaSystem:The system does not let this browser use your ${it}:device:`;
    case 'NotFoundError':
      return $localize`:@@mediaNotFound:No ${it}:device: was found`;
    case 'NotReadableError':
      return $localize`:@@mediaNotReadable:Your ${it}:device: is in use elsewhere`;
    case 'OverconstrainedError':
      return $localize`:@@mediaOverconstrained:The ${it}:device: chosen last time is not there`;
    case 'AbortError':
      return $localize`:@@mediaAborted:Your ${it}:device: stopped while it was starting`;
    case 'SecurityError':
      return $localize`:@@mediaSecurity:This browser’s settings forbid the ${it}:device:`;
    case 'InsecureContext':
      return $localize`:@@mediaInsecure:The address of this page is not secure`;
    default:
      return $localize`:@@mediaUnknown:Your ${it}:device: could not be started`;
  }
}

function mendOf(fault: MediaFault, it: string, browser: Browser): string {
  switch (fault) {
    case 'NotAllowedError':
      if (browser === 'firefox')
        return $localize`:@@mendNotAllowedFirefox:Click the crossed-out ${it}:device: beside the address, remove the block, and try again.`;
      if (browser === 'safari')
        return $localize`:@@mendNotAllowedSafari:Open Safari › Settings for this website, allow the ${it}:device:, and try again.`;
      return $localize`:@@mendNotAllowedChromium:Click the icon left of the address, allow the ${it}:device:, and try again.`;
    case 'BlockedBySystem':
      return $localize`:@@mendSystem:Open the privacy settings of your system, allow this browser to use the ${it}:device:, and start the browser anew.`;
    case 'NotFoundError':
      return $localize`:@@mendNotFound:Plug one in or turn it on; it is picked up by itself. You can join without it.`;
    case 'NotReadableError':
      return $localize`:@@mendNotReadable:Close other programs and tabs that use it, then try again.`;
    case 'OverconstrainedError':
      return $localize`:@@mendOverconstrained:Choose another one from the list below, or try again with the standard one.`;
    case 'AbortError':
      return $localize`:@@mendAborted:Unplug it and plug it in again if you can, then try again.`;
    case 'SecurityError':
      return $localize`:@@mendSecurity:A policy or a setting of this browser forbids it for every page. Change it there, or use another browser.`;
    case 'InsecureContext':
      return $localize`:@@mendInsecure:Browsers allow devices on https addresses only. Ask whoever runs this server for one; you can join and listen meanwhile.`;
    default:
      return $localize`:@@mendUnknown:Try again. If it stays like this, start the browser anew.`;
  }
}
