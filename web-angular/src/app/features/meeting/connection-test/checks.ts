/** What is tried, in this order of lines. */
export const CHECKS = ['socket', 'signalling', 'udp', 'tcp', 'turn', 'publish', 'roundTrip'] as const;
export type CheckName = (typeof CHECKS)[number];
/** `impossible`: it could not be tried here, which need not be a fault. */
export type CheckState = 'waiting' | 'running' | 'passed' | 'failed' | 'impossible';

/** One line of the test. */
export interface Check {
  readonly name: CheckName;
  readonly state: CheckState;
  /** How long it took, in milliseconds; of the round trip, the round trip. */
  readonly ms?: number;
  /** How: the protocol spoken with the relay. */
  readonly via?: string;
}

/** From this round trip on people talk over each other, in milliseconds (ITU-T G.114: 400 one way is unfit; half of it each way). */
export const SLOW_ROUND_TRIP_MS = 400;

/** What a check is called. */
export function checkTitle(name: CheckName): string {
  switch (name) {
    case 'socket':
      return $localize`:@@checkSocket:Live news (WebSocket)`;
    case 'signalling':
      return $localize`:@@checkSignalling:Way to the media server`;
    case 'udp':
      return $localize`:@@checkUdp:Media over UDP`;
    case 'tcp':
      return $localize`:@@checkTcp:Media over TCP`;
    case 'turn':
      return $localize`:@@checkTurn:Media over a relay (TURN)`;
    case 'publish':
      return $localize`:@@checkPublish:What you send arrives`;
    case 'roundTrip':
      return $localize`:@@checkRoundTrip:Round trip`;
  }
}

/** How a check stands, in words. */
export function checkWords({ state, ms, via, name }: Check): string {
  switch (state) {
    case 'waiting':
      return $localize`:@@checkWaiting:Not tried yet`;
    case 'running':
      return $localize`:@@checkRunning:Trying`;
    case 'passed':
      if (via) return $localize`:@@checkPassedVia:Passed, over ${via.toUpperCase()}:protocol:`;
      return ms === undefined
        ? $localize`:@@checkPassed:Passed`
        : $localize`:@@checkPassedIn:Passed, ${ms}:milliseconds: ms`;
    case 'failed':
      return name === 'roundTrip' && ms !== undefined
        ? $localize`:@@checkSlow:Slow, ${ms}:milliseconds: ms`
        : $localize`:@@checkFailed:Failed`;
    case 'impossible':
      return $localize`:@@checkImpossible:Not possible here`;
  }
}

/** What to do about a check, if anything. @param others how the other checks stand */
export function checkAdvice(
  { name, state }: Check,
  others: Readonly<Record<CheckName, CheckState>>,
): string | undefined {
  if (state === 'impossible')
    return name === 'turn' && others.signalling === 'passed'
      ? $localize`:@@adviseNoTurn:This server has no relay. Only networks that let nothing out but web pages need one.`
      : undefined;
  if (state !== 'failed') return undefined;
  switch (name) {
    case 'socket':
      return $localize`:@@adviseSocket:A proxy or a filter on the way closes WebSockets: messages come late. Ask whoever runs your network to let them through to this address.`;
    case 'signalling':
      return $localize`:@@adviseSignalling:The media server cannot be reached. Try another network; if it fails there too, whoever runs this server must look at it.`;
    case 'udp':
      return others.tcp === 'passed' || others.turn === 'passed'
        ? $localize`:@@adviseUdpInstead:Your network blocks UDP. Meetings work, less smoothly. Ask whoever runs your network to let UDP out to this server.`
        : $localize`:@@adviseUdp:Your network blocks UDP. Ask whoever runs it to let UDP out to this server, or try another network.`;
    case 'tcp':
      return others.udp === 'passed'
        ? $localize`:@@adviseTcpNotNeeded:Nothing to do while UDP passes.`
        : $localize`:@@adviseTcp:Your network lets media out on no port of its own. A relay may still work.`;
    case 'turn':
      return others.udp === 'passed' || others.tcp === 'passed'
        ? $localize`:@@adviseTurnNotNeeded:Nothing to do for you here. People in stricter networks cannot join: whoever runs this server should know.`
        : $localize`:@@adviseTurn:No way is left for sound and picture. Try another network, and send this report to whoever runs this server.`;
    case 'publish':
      return $localize`:@@advisePublish:Others would neither hear nor see you. Try again; if it stays so, send this report to whoever runs this server.`;
    case 'roundTrip':
      return $localize`:@@adviseRoundTrip:You will talk over each other. A cable instead of wireless helps, as does no VPN, and less that runs beside it.`;
  }
}
