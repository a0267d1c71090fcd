import { describe, expect, it } from 'vitest';
import { browserOf, faultOf, MediaFault, problemOf, systemOf, Wanted } from './media-problem';

const named = (name: string, message = ''): Error => Object.assign(new Error(message), { name });

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
const agents = {
  chromium: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  safari: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
};

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

  it.each<Wanted>(['camera', 'microphone', 'screen'])('each has its own title and its own mend: %s', (wanted) => {
    const problems = faults.map((fault) => problemOf(wanted, fault, agents.chromium));
    expect(new Set(problems.map(({ title }) => title)).size).toBe(faults.length);
    expect(new Set(problems.map(({ mend }) => mend)).size).toBe(faults.length);
    expect(problems.every(({ mend }) => mend.length > 20)).toBe(true);
  });

  it('the steps for a denied device are those of the browser', () => {
    const mends = Object.values(agents).map((agent) => problemOf('microphone', 'NotAllowedError', agent).mend);
    expect(new Set(mends).size).toBe(4);
    expect(mends.every((mend) => mend.includes('microphone'))).toBe(true);
  });

  it('the steps for a device that the system blocks are those of the system', () => {
    const mends = [agents.chromium, agents.safari, agents.firefox].map(
      (agent) => problemOf('camera', 'BlockedBySystem', agent).mend,
    );
    expect(new Set(mends).size).toBe(3);
    expect(mends.every((mend) => mend.includes('camera'))).toBe(true);
  });

  it('browsers and systems are told apart', () => {
    for (const [browser, agent] of Object.entries(agents)) expect(browserOf(agent)).toBe(browser);
    expect(systemOf(agents.chromium)).toBe('windows');
    expect(systemOf(agents.safari)).toBe('mac');
    expect(systemOf(agents.firefox)).toBe('other');
  });
});
