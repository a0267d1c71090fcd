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

/** Families of browsers that hide their permissions in different places; all browsers of an iPhone are one. */
export type Browser = 'chromium' | 'firefox' | 'safari' | 'ios';

/** Tells the family by the user agent; an unknown one counts as Chromium. */
export function browserOf(userAgent: string): Browser {
  if (/iphone|ipad|ipod/i.test(userAgent)) return 'ios';
  if (/firefox\//i.test(userAgent)) return 'firefox';
  return /safari\//i.test(userAgent) && !/chrom(e|ium)\/|edg\//i.test(userAgent) ? 'safari' : 'chromium';
}

/** Systems that hide the privacy of devices in different places. */
export type System = 'windows' | 'mac' | 'other';

/** Tells the system by the user agent. */
export function systemOf(userAgent: string): System {
  if (/windows/i.test(userAgent)) return 'windows';
  return /macintosh|mac os x/i.test(userAgent) ? 'mac' : 'other';
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

/** Puts a fault into words, with steps for this browser on this system. */
export function problemOf(wanted: Wanted, fault: MediaFault, userAgent: string): MediaProblem {
  const it = names()[wanted];
  return { wanted, fault, title: titleOf(fault, it), mend: mendOf(fault, it, userAgent) };
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

function mendOf(fault: MediaFault, it: string, userAgent: string): string {
  switch (fault) {
    case 'NotAllowedError':
      return allowMend(it, browserOf(userAgent));
    case 'BlockedBySystem':
      return systemMend(it, systemOf(userAgent));
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

function allowMend(it: string, browser: Browser): string {
  switch (browser) {
    case 'firefox':
      return $localize`:@@mendNotAllowedFirefox:Click the crossed-out ${it}:device: beside the address, remove the block, and try again.`;
    case 'safari':
      return $localize`:@@mendNotAllowedSafari:Open Safari › Settings for this website, allow the ${it}:device:, and try again.`;
    case 'ios':
      return $localize`:@@mendNotAllowedIos:Tap the icon beside the address, open the settings of this website, allow the ${it}:device:, and try again. In other browsers than Safari, allow it in the phone’s settings for that browser.`;
    case 'chromium':
      return $localize`:@@mendNotAllowedChromium:Click the icon left of the address, allow the ${it}:device:, and try again.`;
  }
}

function systemMend(it: string, system: System): string {
  switch (system) {
    case 'windows':
      return $localize`:@@mendSystemWindows:Open Settings › Privacy & security, choose the ${it}:device:, let desktop apps use it, and try again.`;
    case 'mac':
      return $localize`:@@mendSystemMac:Open System Settings › Privacy & Security, choose the ${it}:device:, allow this browser, and start the browser anew.`;
    case 'other':
      return $localize`:@@mendSystem:Open the privacy settings of your system, allow this browser to use the ${it}:device:, and start the browser anew.`;
  }
}
