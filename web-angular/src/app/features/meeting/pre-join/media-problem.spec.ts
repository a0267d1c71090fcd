import { describe, expect, it } from 'vitest';
import { browserOf, faultOf, MediaFault, problemOf } from './media-problem';

const named = (name: string, message = ''): Error => Object.assign(new Error(message), { name });

describe('media problems', () => {
  it.each<[Error, MediaFault]>([
    [named('NotAllowedError'), 'NotAllowedError'],
    [named('NotAllowedError', 'Permission denied by system'), 'BlockedBySystem'],
    [named('NotFoundError'), 'NotFoundError'],
    [named('NotReadableError'), 'NotReadableError'],
    [named('OverconstrainedError'), 'OverconstrainedError'],
    [named('AbortError'), 'AbortError'],
    [named('SecurityError'), 'SecurityError'],
    [named('TypeError'), 'Unknown'],
  ])('%s is told as %s', (error, fault) => expect(faultOf(error, true)).toBe(fault));

  it('an insecure address explains whatever the browser threw', () => {
    expect(faultOf(new TypeError('mediaDevices is undefined'), false)).toBe('InsecureContext');
  });

  it('each has its own title and its own mend', () => {
    const faults: MediaFault[] = [
      'NotAllowedError',
      'BlockedBySystem',
      'NotFoundError',
      'NotReadableError',
      'OverconstrainedError',
      'AbortError',
      'SecurityError',
      'InsecureContext',
      'Unknown',
    ];
    const problems = faults.map((fault) => problemOf('camera', fault, 'chromium'));
    expect(new Set(problems.map(({ title }) => title)).size).toBe(faults.length);
    expect(new Set(problems.map(({ mend }) => mend)).size).toBe(faults.length);
    expect(problems.every(({ mend }) => mend.length > 20)).toBe(true);
  });

  it('the steps for a denied device are those of the browser', () => {
    const mends = (['chromium', 'firefox', 'safari'] as const).map(
      (browser) => problemOf('microphone', 'NotAllowedError', browser).mend,
    );
    expect(new Set(mends).size).toBe(3);
    expect(mends.every((mend) => mend.includes('microphone'))).toBe(true);
  });

  it('browsers are told apart', () => {
    expect(browserOf('Mozilla/5.0 (X11) Gecko/20100101 Firefox/140.0')).toBe('firefox');
    expect(browserOf('Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15')).toBe('safari');
    expect(browserOf('Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/140.0 Safari/537.36')).toBe('chromium');
  });
});
