import { Check, checkAdvice, CheckName, CheckState, checkTitle, checkWords } from './checks';

/** What a report says besides its checks. None of it names a person, a meeting, a token or an address other than this server's. */
export interface Circumstances {
  /** Where the page came from. */
  readonly server: string;
  readonly browser: string;
  readonly at: Date;
}

/** How each check stands, by name. */
export function statesOf(checks: readonly Check[]): Readonly<Record<CheckName, CheckState>> {
  return Object.fromEntries(checks.map(({ name, state }) => [name, state])) as Record<CheckName, CheckState>;
}

/** The report as people read it. */
export function reportText(checks: readonly Check[], { server, browser, at }: Circumstances): string {
  const states = statesOf(checks);
  const lines = checks.flatMap((check) => {
    const advice = checkAdvice(check, states);
    return [`${checkTitle(check.name)}: ${checkWords(check)}`, ...(advice ? [`  ${advice}`] : [])];
  });
  return [$localize`:@@reportTitle:Parley connection test`, server, at.toISOString(), browser, '', ...lines, ''].join(
    '\n',
  );
}

/** The report as programs read it; its names are those of the source, in every language. */
export function reportJson(checks: readonly Check[], { server, browser, at }: Circumstances): string {
  return JSON.stringify(
    { parley: 'connection-test', version: 1, server, at: at.toISOString(), browser, checks },
    null,
    2,
  );
}
